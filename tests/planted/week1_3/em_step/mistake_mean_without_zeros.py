# expect: over how many tokens is each order's mean?
def em_step(frequencies, weights):
    joint = weights[:, None] * frequencies
    shares = joint / joint.sum(axis=0)
    return np.array([row[row > 0].mean() for row in shares])
