# expect: Your function changed its input gradients
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate, new = first_rate / (1 + r * t), {}
    for name, value in weights.items():
        gradient = gradients[name]
        if name not in ("b", "d"):
            gradient += decay * value
        new[name] = value - rate * gradient
    return new
