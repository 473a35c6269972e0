# expect: Your result has shape
import torch


def last_outputs(outputs, lengths):
    return outputs[:, lengths - 1]
