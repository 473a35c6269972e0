# expect: it was decayed like a matrix
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    return {
        name: value - rate * (gradients[name] + decay * value) for name, value in weights.items()
    }
