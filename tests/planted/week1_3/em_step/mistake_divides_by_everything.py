# expect: Your new weights sum to 0.25
def em_step(frequencies, weights):
    joint = weights[:, None] * frequencies
    return (joint / joint.sum()).mean(axis=1)
