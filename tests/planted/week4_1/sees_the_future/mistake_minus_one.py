# expect: IndexError: this model knows the tokens 0 to 9
import torch


def sees_the_future(model, tokens):
    before = model(tokens)
    for t in range(1, tokens.shape[1]):
        c = tokens.clone()
        c[:, t:] = -1
        if not torch.allclose(model(c)[:, :t], before[:, :t], atol=1e-6):
            return True
    return False
