# expect: New weight 0 is 0.1453
def em_step(frequencies, weights):
    joint = weights[:, None] * frequencies
    new = weights * (joint / joint.sum(axis=0)).mean(axis=1)
    return new / new.sum()
