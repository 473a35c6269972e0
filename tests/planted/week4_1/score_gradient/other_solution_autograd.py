import torch


def score_gradient(weights, values, context_gradient):
    s = weights.detach().log().requires_grad_()
    ((s.softmax(0) @ values) @ context_gradient).backward()
    return s.grad
