# expect: the very one it must predict, was called causal
import torch


def sees_the_future(model, tokens):
    before = model(tokens)
    changed = tokens.clone()
    changed[:, 2:] = (changed[:, 2:] + 1) % 10
    return not torch.allclose(model(changed)[:, 0], before[:, 0])
