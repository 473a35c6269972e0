# expect: largest numbers of its outputs.
import torch


def last_outputs(outputs, lengths):
    return torch.stack([o[:n].max(0).values for o, n in zip(outputs, lengths)])
