def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    new = {}
    for name in ("C", "H", "U", "W"):
        new[name] = weights[name] * (1 - rate * decay) - rate * gradients[name]
    for name in ("b", "d"):
        new[name] = weights[name] - rate * gradients[name]
    return new
