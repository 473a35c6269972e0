# expect: knows nothing of the first
import torch


def rnn_states(x, W, U, b):
    h = torch.zeros(len(x), len(b), dtype=x.dtype)
    states = []
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ W.T + torch.zeros_like(h) @ U.T + b)
        states.append(h)
    return torch.stack(states, 1)
