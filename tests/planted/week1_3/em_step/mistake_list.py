# expect: not a NumPy array
def em_step(frequencies, weights):
    joint = weights[:, None] * frequencies
    return list((joint / joint.sum(axis=0)).mean(axis=1))
