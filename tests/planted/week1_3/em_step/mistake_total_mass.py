# expect: each order's total over all tokens, scaled to 1
def em_step(frequencies, weights):
    mass = (weights[:, None] * frequencies).sum(axis=1)
    return mass / mass.sum()
