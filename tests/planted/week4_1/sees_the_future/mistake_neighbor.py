# expect: whose first position sees the last token was called causal
import torch


def sees_the_future(model, tokens):
    before = model(tokens)
    for t in range(1, tokens.shape[1]):
        changed = tokens.clone()
        changed[:, t] = (changed[:, t] + 1) % 10
        if not torch.allclose(model(changed)[:, t - 1], before[:, t - 1], atol=1e-6):
            return True
    return False
