# expect: C was decayed by λ θ / 2
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    pull = {name: 0 if name in ("b", "d") else decay / 2 * value for name, value in weights.items()}
    return {name: weights[name] - rate * (gradients[name] + pull[name]) for name in weights}
