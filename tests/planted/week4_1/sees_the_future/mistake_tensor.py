# expect: not a truth value
import torch


def sees_the_future(model, tokens):
    full = model(tokens)
    r = torch.tensor(False)
    for t in range(1, tokens.shape[1]):
        c = tokens.clone()
        c[:, t:] = (c[:, t:] + 1) % (tokens.max() + 1)
        r = r | ((model(c)[:, :t] - full[:, :t]).abs().max() > 1e-5)
    return r
