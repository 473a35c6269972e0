import torch


def lstm_step(x, h, c, W, U, b):
    C = c.shape[1]
    pre = torch.cat([x, h], 1) @ torch.cat([W, U], 1).T + b
    gate = torch.sigmoid(pre)
    candidate = 2 * torch.sigmoid(2 * pre[:, 2 * C : 3 * C]) - 1
    cell = gate[:, C : 2 * C] * c + gate[:, :C] * candidate
    return gate[:, 3 * C :] * torch.tanh(cell), cell
