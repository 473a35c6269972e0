# expect: begins from a state of ones
import torch


def rnn_states(x, W, U, b):
    h = torch.ones(len(x), len(b), dtype=x.dtype)
    states = []
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ W.T + h @ U.T + b)
        states.append(h)
    return torch.stack(states, 1)
