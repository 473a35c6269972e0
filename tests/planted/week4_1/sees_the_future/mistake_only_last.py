# expect: sees one token ahead, the very one it must predict, was called causal
import torch


def sees_the_future(model, tokens):
    before = model(tokens)
    changed = tokens.clone()
    changed[:, -1] = (changed[:, -1] + 1) % 10
    return not torch.allclose(model(changed)[:, :-2], before[:, :-2])
