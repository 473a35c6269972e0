# expect: b[0] became -0.5, not -1.5
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    for name, gradient in gradients.items():
        pass
    new = {}
    for name, value in weights.items():
        pull = 0 if name in ("b", "d") else decay * value
        new[name] = value - rate * (gradient.mean() + pull)
    return new
