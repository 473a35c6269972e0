# expect: decay, 0.1, stands where r, 0.3, belongs
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + decay * t)
    new = {}
    for name, value in weights.items():
        pull = 0 if name in ("b", "d") else decay * value
        new[name] = value - rate * (gradients[name] + pull)
    return new
