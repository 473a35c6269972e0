# expect: leaks only at the last place but one
import torch


def sees_the_future(model, tokens):
    b = model(tokens)
    for t in range(1, tokens.shape[1]):
        c = tokens.clone()
        c[:, t:] = c[:, t:].flip(1)
        if not torch.allclose(model(c)[:, :t], b[:, :t], atol=1e-6):
            return True
    return False
