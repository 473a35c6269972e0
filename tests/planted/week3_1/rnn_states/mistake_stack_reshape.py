# expect: stand at the wrong places
import torch


def rnn_states(x, W, U, b):
    h = x.new_zeros(len(x), len(b))
    s = []
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ W.T + h @ U.T + b)
        s.append(h)
    return torch.stack(s).reshape(len(x), x.shape[1], -1)
