# expect: d went from 4 to 2
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    new = {}
    for name, value in weights.items():
        pull = 0 if name == "b" else decay * value
        new[name] = value - rate * (gradients[name] + pull)
    return new
