# expect: is it x, which stands in two of them
def scores(context, C, H, d, U, b, W):
    x, m = C[context[-1]], C.shape[1]
    y = b + U @ np.tanh(d + H[:, -m:] @ x)
    return y if W is None else y + W[:, -m:] @ x
