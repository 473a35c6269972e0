# expect: no gradient can flow
import torch


@torch.no_grad()
def rnn_states(x, W, U, b):
    h, s = x.new_zeros(len(x), len(b)), []
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ W.T + h @ U.T + b)
        s.append(h)
    return torch.stack(s, 1)
