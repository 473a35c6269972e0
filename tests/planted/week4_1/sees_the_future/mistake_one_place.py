# expect: leaks at position 3 only was called causal
import torch


def sees_the_future(model, tokens):
    before = model(tokens)
    for t in (1, 2, 3, tokens.shape[1] - 1):
        changed = tokens.clone()
        changed[:, t] = (changed[:, t] + 1) % 10
        if not torch.allclose(model(changed)[:, :t], before[:, :t]):
            return True
    return False
