# expect: the rate was 0.5 / 1 + 0.3 * 5
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / 1 + r * t
    return {
        name: value - rate * (gradients[name] + (decay * value if name in "CHUW" else 0))
        for name, value in weights.items()
    }
