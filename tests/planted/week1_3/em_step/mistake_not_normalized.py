# expect: Your new weights sum to 0.51
def em_step(frequencies, weights):
    return (weights[:, None] * frequencies).sum(axis=1) / 3
