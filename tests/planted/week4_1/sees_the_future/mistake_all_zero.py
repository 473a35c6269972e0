# expect: whose place 2 sees token 3
import torch


def sees_the_future(model, tokens):
    b = model(tokens)
    for t in range(1, tokens.shape[1]):
        c = tokens.clone()
        c[:, t:] = 0
        if not torch.allclose(model(c)[:, :t], b[:, :t]):
            return True
    return False
