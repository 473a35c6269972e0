# expect: C was decayed with the first rate
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    new = {}
    for name, value in weights.items():
        new[name] = value - rate * gradients[name]
        if name not in ("b", "d"):
            new[name] = new[name] - first_rate * decay * value
    return new
