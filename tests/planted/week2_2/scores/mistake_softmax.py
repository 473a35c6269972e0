# expect: it is the softmax of the scores
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    y = b + U @ np.tanh(d + H @ x)
    y = y if W is None else y + W @ x
    return np.exp(y) / np.exp(y).sum()
