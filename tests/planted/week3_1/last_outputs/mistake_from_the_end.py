# expect: your place is counted from the end
import torch


def last_outputs(outputs, lengths):
    return outputs[torch.arange(len(outputs)), -lengths]
