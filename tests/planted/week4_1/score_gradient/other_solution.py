import torch


def score_gradient(weights, values, context_gradient):
    jacobian = torch.diag(weights) - torch.outer(weights, weights)
    return jacobian @ (values @ context_gradient)
