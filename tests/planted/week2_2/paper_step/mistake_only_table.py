# expect: H went from 4 to 4
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate = first_rate / (1 + r * t)
    new = {}
    for name, value in weights.items():
        pull = decay * value if name == "C" else 0
        new[name] = value - rate * (gradients[name] + pull)
    return new
