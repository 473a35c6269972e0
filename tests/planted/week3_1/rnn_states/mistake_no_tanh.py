# expect: first state has no tanh
import torch


def rnn_states(x, W, U, b):
    h = torch.zeros(len(x), len(b), dtype=x.dtype)
    states = []
    for t in range(x.shape[1]):
        h = x[:, t] @ W.T + h @ U.T + b
        states.append(h)
    return torch.stack(states, 1)
