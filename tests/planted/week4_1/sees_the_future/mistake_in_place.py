# expect: changed its input tokens
import torch


def sees_the_future(model, tokens):
    before = model(tokens)
    for t in range(1, tokens.shape[1]):
        tokens[:, t:] = (tokens[:, t:] + 1) % 10
        if not torch.allclose(model(tokens)[:, :t], before[:, :t], atol=1e-6):
            return True
    return False
