# expect: Entry [1, 0] is
import torch


def last_outputs(outputs, lengths):
    return outputs.flatten(0, 1)[(lengths - 1).cumsum(0)]
