# expect: from one row of the batch to the next
import torch


def rnn_states(x, W, U, b):
    h, s = x.new_zeros(x.shape[1], len(b)), []
    for t in range(x.shape[0]):
        h = torch.tanh(x[t] @ W.T + h @ U.T + b)
        s.append(h)
    return torch.stack(s, 0)
