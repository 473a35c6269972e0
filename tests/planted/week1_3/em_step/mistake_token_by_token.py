# expect: New weight 0 is 1; the mean responsibility of that order is 0.3377
def em_step(frequencies, weights):
    for column in frequencies.T:
        joint = weights * column
        weights = joint / joint.sum()
    return weights
