# expect: Your function returned None
import torch


def sees_the_future(model, tokens):
    before = model(tokens)
    for t in range(1, tokens.shape[1]):
        c = tokens.clone()
        c[:, t:] = (c[:, t:] + 1) % tokens.max()
        if not torch.allclose(model(c)[:, :t], before[:, :t], atol=1e-6):
            return True
