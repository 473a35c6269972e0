# expect: which numbers of which positions did you compare
import torch


def sees_the_future(model, tokens):
    full = model(tokens).argmax(-1)
    for t in range(1, tokens.shape[1]):
        c = tokens.clone()
        c[:, t:] = (c[:, t:] + 1) % tokens.max()
        if not torch.equal(model(c).argmax(-1)[:, :t], full[:, :t]):
            return True
    return False
