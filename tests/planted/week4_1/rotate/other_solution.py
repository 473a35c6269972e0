import torch


def rotate(x):
    T, D = x.shape[-2:]
    pairs = torch.view_as_complex(x.unflatten(-1, (D // 2, 2)).contiguous())
    angles = torch.outer(torch.arange(T), 10_000 ** (-torch.arange(0, D, 2) / D))
    return torch.view_as_real(pairs * torch.polar(torch.ones_like(angles), angles)).flatten(-2)
