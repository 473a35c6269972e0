# expect: took the fourth part for the candidate
import torch


def lstm_step(x, h, c, W, U, b):
    i, f, o, g = torch.chunk(x @ W.T + h @ U.T + b, 4, dim=-1)
    i, f, o = i.sigmoid(), f.sigmoid(), o.sigmoid()
    g = g.tanh()
    c_new = f * c + i * g
    return o * c_new.tanh(), c_new
