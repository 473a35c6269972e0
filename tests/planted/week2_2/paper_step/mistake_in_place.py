# expect: Your function changed its input weights
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    for name, value in weights.items():
        pull = 0 if name in ("b", "d") else decay * value
        value -= rate * (gradients[name] + pull)
    return weights
