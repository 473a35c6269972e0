# expect: All your states are the last one
import torch


def rnn_states(x, W, U, b):
    h = x.new_zeros(len(x), len(b))
    s = []
    for t in range(x.shape[1]):
        h[:] = torch.tanh(x[:, t] @ W.T + h @ U.T + b)
        s.append(h)
    return torch.stack(s, 1)
