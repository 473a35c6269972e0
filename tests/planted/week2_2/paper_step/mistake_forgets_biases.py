# expect: Your result has the keys
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    return {k: weights[k] - rate * (gradients[k] + decay * weights[k]) for k in "CHUW"}
