# expect: Your y lacks b
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    y = U @ np.tanh(d + H @ x)
    return y if W is None else y + W @ x
