# expect: Every order gets 0.25, one over the number of tokens
def em_step(frequencies, weights):
    joint = weights[:, None] * frequencies
    return (joint / joint.sum(axis=1, keepdims=True)).mean(axis=1)
