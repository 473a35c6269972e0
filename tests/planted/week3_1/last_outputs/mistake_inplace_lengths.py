# expect: changed its input lengths
import torch


def last_outputs(outputs, lengths):
    lengths -= 1
    return outputs[torch.arange(len(outputs)), lengths]
