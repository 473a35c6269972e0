# expect: but for d: it never enters
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    y = b + U @ np.tanh(H @ x)
    return y if W is None else y + W @ x
