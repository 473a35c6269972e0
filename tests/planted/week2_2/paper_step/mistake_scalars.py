# expect: Your new C is a number, not a NumPy array of shape (1, 1)
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    new = {}
    for name, value in weights.items():
        pull = 0 if name in ("b", "d") else decay * value
        new[name] = (value - rate * (gradients[name] + pull)).sum()
    return new
