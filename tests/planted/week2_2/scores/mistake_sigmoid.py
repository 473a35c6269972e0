# expect: the fault is in U tanh(d + H x)
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    y = b + U @ (1 / (1 + np.exp(-(d + H @ x))))
    return y if W is None else y + W @ x
