# expect: there is no tanh
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    y = b + U @ (d + H @ x)
    return y if W is None else y + W @ x
