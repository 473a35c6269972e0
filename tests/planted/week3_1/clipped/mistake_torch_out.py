# expect: Your list holds a PyTorch
import numpy as np
import torch


def clipped(gradients, most):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [torch.tensor(g * most / max(norm, most)) for g in gradients]
