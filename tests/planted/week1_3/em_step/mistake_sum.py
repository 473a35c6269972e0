# expect: Your weights sum to 4.00, the number of tokens
def em_step(frequencies, weights):
    joint = weights[:, None] * frequencies
    return (joint / joint.sum(axis=0)).sum(axis=1)
