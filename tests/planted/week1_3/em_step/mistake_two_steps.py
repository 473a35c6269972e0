# expect: New weight 0 is 0.3752
def em_step(frequencies, weights):
    for _ in range(2):
        joint = weights[:, None] * frequencies
        weights = (joint / joint.sum(axis=0)).mean(axis=1)
    return weights
