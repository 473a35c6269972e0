# expect: you added up over i ≠ j
import torch


def score_gradient(weights, values, context_gradient):
    S = len(weights)
    out = torch.zeros(S)
    for j in range(S):
        others = sum(weights[i] * (context_gradient @ values[i]) for i in range(S) if i != j)
        out[j] = weights[j] * (context_gradient @ values[j] - others)
    return out
