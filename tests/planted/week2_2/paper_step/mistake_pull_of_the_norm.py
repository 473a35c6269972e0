# expect: its own weight and its own gradient
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate, new = first_rate / (1 + r * t), {}
    for name, value in weights.items():
        pull = 0 if name in ("b", "d") else decay * np.linalg.norm(value)
        new[name] = value - rate * (gradients[name] + pull)
    return new
