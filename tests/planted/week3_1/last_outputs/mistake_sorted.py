# expect: With lengths 1, 7, 3, 6 and 2
import torch


def last_outputs(outputs, lengths):
    lengths = lengths.sort(descending=True).values
    return outputs[torch.arange(len(outputs)), lengths - 1]
