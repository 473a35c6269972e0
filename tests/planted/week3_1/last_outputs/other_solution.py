import torch


def last_outputs(outputs, lengths):
    places = (lengths - 1)[:, None, None].expand(-1, 1, outputs.shape[2])
    return outputs.gather(1, places)[:, 0]
