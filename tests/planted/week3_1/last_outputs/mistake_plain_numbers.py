# expect: no gradient can flow
import torch


def last_outputs(outputs, lengths):
    return torch.tensor([outputs[i, n - 1].tolist() for i, n in enumerate(lengths)])
