# expect: is a PyTorch tensor of shape (1, 1), not a NumPy array
def paper_step(weights, gradients, t, first_rate, r, decay):
    rate, new = first_rate / (1 + r * t), {}
    for name, value in weights.items():
        pull = 0 if name in ("b", "d") else decay * value
        new[name] = torch.tensor(value - rate * (gradients[name] + pull))
    return new
