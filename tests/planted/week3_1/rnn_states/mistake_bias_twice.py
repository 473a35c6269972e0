# expect: has b added twice
import torch


def rnn_states(x, W, U, b):
    h, s = x.new_zeros(len(x), len(b)), []
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ W.T + b + h @ U.T + b)
        s.append(h)
    return torch.stack(s, 1)
