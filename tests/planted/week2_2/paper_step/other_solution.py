def paper_step(weights, gradients, t, first_rate, r, decay):
    penalized = {name: decay * (name not in {"b", "d"}) for name in weights}
    return {
        name: weights[name] * (1 - first_rate / (1 + r * t) * penalized[name])
        - first_rate / (1 + r * t) * gradients[name]
        for name in weights
    }
