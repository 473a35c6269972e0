# expect: bent by another tanh
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    y = b + U @ np.tanh(d + H @ x)
    return np.tanh(y if W is None else y + W @ x)
