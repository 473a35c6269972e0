# expect: from which end does it count
import torch


def truncated_gradient(u, w, x, k):
    u = torch.tensor(float(u), dtype=torch.float64, requires_grad=True)
    h = torch.tensor(0.0, dtype=torch.float64)
    for t, value in enumerate(x):
        if t % k == 0:
            h = h.detach()
        h = torch.tanh(u * h + w * value)
    return torch.autograd.grad(h, u)[0].item()
