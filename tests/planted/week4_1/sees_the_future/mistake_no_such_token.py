# expect: knows the tokens 0 to 9 and no others
import torch


def sees_the_future(model, tokens):
    full = model(tokens)
    for t in range(1, tokens.shape[1]):
        c = tokens.clone()
        c[:, t:] += 1
        if not torch.allclose(model(c)[:, :t], full[:, :t], atol=1e-5):
            return True
    return False
