# expect: stopped with RuntimeError
import torch


def rnn_states(x, W, U, b):
    h, s = torch.zeros(2, 4), []
    for t in range(3):
        h = torch.tanh(x[:, t] @ W.T + h @ U.T + b)
        s.append(h)
    return torch.stack(s, 1)
