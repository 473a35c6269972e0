import torch


def truncated_gradient(u, w, x, k):
    weight = torch.tensor(u, dtype=torch.float64, requires_grad=True)
    h = torch.tensor(0.0, dtype=torch.float64)
    for t, value in enumerate(x):
        if t == len(x) - k:
            h = h.detach()
        used = weight if t >= len(x) - k else weight.detach()
        h = torch.tanh(used * h + w * value)
    h.backward()
    return weight.grad.item()
