# expect: differ from y by the same number, -8.44
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    y = b + U @ np.tanh(d + H @ x)
    y = y if W is None else y + W @ x
    return y - np.log(np.exp(y).sum())
