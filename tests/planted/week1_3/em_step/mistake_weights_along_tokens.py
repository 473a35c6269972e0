# expect: could not be broadcast
def em_step(frequencies, weights):
    joint = weights * frequencies
    return (joint / joint.sum(axis=0)).mean(axis=1)
