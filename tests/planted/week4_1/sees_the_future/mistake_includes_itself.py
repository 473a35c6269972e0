# expect: Position t may depend on the tokens up to t
import torch


def sees_the_future(model, tokens):
    before = model(tokens)
    changed = tokens.clone()
    changed[:, 3] = (changed[:, 3] + 1) % 10
    return not torch.allclose(model(changed)[:, :4], before[:, :4])
