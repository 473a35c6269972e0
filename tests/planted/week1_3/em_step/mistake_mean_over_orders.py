# expect: Your result has shape (4,)
def em_step(frequencies, weights):
    joint = weights[:, None] * frequencies
    return (joint / joint.sum(axis=0)).mean(axis=0)
