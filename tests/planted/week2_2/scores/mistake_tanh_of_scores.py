# expect: the tanh bends U (d + H x)
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    y = b + np.tanh(U @ (d + H @ x))
    return y if W is None else y + W @ x
