# expect: your place is one too early
import torch


def last_outputs(outputs, lengths):
    return outputs[torch.arange(len(outputs)), lengths - 2]
