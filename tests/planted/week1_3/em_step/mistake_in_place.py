# expect: Your function changed its input weights
def em_step(frequencies, weights):
    joint = weights[:, None] * frequencies
    weights[:] = (joint / joint.sum(axis=0)).mean(axis=1)
    return weights
