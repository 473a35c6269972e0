# expect: divided by the number of orders
def em_step(frequencies, weights):
    joint = weights[:, None] * frequencies
    return (joint / joint.sum(axis=0)).sum(axis=1) / len(weights)
