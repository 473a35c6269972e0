# expect: read the first input again
import torch


def rnn_states(x, W, U, b):
    h = torch.zeros(len(x), len(b), dtype=x.dtype)
    states = []
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, 0] @ W.T + h @ U.T + b)
        states.append(h)
    return torch.stack(states, 1)
