# expect: with the rate of step 6
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * (t + 1))
    new = {}
    for name, value in weights.items():
        pull = 0 if name in ("b", "d") else decay * value
        new[name] = value - rate * (gradients[name] + pull)
    return new
