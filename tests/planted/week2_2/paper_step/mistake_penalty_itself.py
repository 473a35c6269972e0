# expect: C was decayed by λ θ² / 2
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    new = {}
    for name, value in weights.items():
        pull = 0 if name in ("b", "d") else decay / 2 * value**2
        new[name] = value - rate * (gradients[name] + pull)
    return new
