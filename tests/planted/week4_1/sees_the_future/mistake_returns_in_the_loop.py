# expect: Is changing one place enough?
import torch


def sees_the_future(model, tokens):
    b = model(tokens)
    for t in range(1, tokens.shape[1]):
        c = tokens.clone()
        c[:, t:] = (c[:, t:] + 1) % 10
        return not torch.allclose(model(c)[:, :t], b[:, :t])
