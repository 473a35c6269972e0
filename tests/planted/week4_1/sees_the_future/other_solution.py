import torch


def sees_the_future(model, tokens):
    whole = model(tokens)
    for t in range(1, tokens.shape[1]):
        if not torch.allclose(model(tokens[:, :t]), whole[:, :t], atol=1e-5):
            return True
    return False
