# expect: which is the step alone
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    return {
        name: rate * (gradients[name] + (decay * value if name in "CHUW" else 0))
        for name, value in weights.items()
    }
