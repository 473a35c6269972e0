import torch


def rotate(x):
    T, D = x.shape[-2:]
    R = torch.zeros(T, D, D)
    for t in range(T):
        for i in range(D // 2):
            th = torch.tensor(t * 10000 ** (-2 * i / D))
            c, s = th.cos(), th.sin()
            R[t, 2 * i, 2 * i] = c
            R[t, 2 * i, 2 * i + 1] = -s
            R[t, 2 * i + 1, 2 * i] = s
            R[t, 2 * i + 1, 2 * i + 1] = c
    return torch.einsum("tij,...tj->...ti", R, x)
