# expect: but b + W x + U tanh(d + H x) is -0.4638 there
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    y = b + U @ np.tanh(d + H @ x)
    return y if W is None else y + np.tanh(W @ x)
