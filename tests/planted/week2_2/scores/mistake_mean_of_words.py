# expect: or is it x, which stands in two of them
def scores(context, C, H, d, U, b, W):
    x = np.tile(C[context].mean(axis=0), len(context))
    y = b + U @ np.tanh(d + H @ x)
    return y if W is None else y + W @ x
