# expect: went through a ReLU
import torch


def rnn_states(x, W, U, b):
    h, s = x.new_zeros(len(x), len(b)), []
    for t in range(x.shape[1]):
        h = torch.relu(x[:, t] @ W.T + h @ U.T + b)
        s.append(h)
    return torch.stack(s, 1)
