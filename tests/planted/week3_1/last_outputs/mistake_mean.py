# expect: its outputs averaged
import torch


def last_outputs(outputs, lengths):
    real = torch.arange(outputs.shape[1]) < lengths[:, None]
    return (outputs * real[..., None]).sum(1) / lengths[:, None]
