# expect: and the result was decayed
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    new = {name: value - rate * gradients[name] for name, value in weights.items()}
    return {k: w if k in "bd" else w * (1 - rate * decay) for k, w in new.items()}
