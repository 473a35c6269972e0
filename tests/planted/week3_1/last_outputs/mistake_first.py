# expect: the first outputs
import torch


def last_outputs(outputs, lengths):
    return outputs[:, 0]
