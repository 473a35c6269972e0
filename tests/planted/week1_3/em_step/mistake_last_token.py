# expect: as if one of the four tokens were missing
def em_step(frequencies, weights):
    new = np.zeros(len(weights))
    for n in range(frequencies.shape[1] - 1):
        joint = weights * frequencies[:, n]
        new += joint / joint.sum()
    return new / frequencies.shape[1]
