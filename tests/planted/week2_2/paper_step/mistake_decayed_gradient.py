# expect: decayed by λ times its gradient
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    new = {}
    for name, value in weights.items():
        pull = 0 if name in ("b", "d") else decay * gradients[name]
        new[name] = value - rate * (gradients[name] + pull)
    return new
