# expect: C was decayed by 2 λ θ
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    new = {}
    for name, value in weights.items():
        pull = 0 if name in ("b", "d") else 2 * decay * value
        new[name] = value - rate * (gradients[name] + pull)
    return new
