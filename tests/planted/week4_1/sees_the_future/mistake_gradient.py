# expect: they are whole numbers
import torch


def sees_the_future(model, tokens):
    x = tokens.float().requires_grad_()
    out = model(x)
    for t in range(tokens.shape[1] - 1):
        (g,) = torch.autograd.grad(out[:, t].sum(), x, retain_graph=True)
        if g[:, t + 1 :].abs().max() > 0:
            return True
    return False
