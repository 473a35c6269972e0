# expect: out of bounds for axis 1 with size 2
def scores(context, C, H, d, U, b, W):
    x = np.concatenate([C[:, word] for word in context])
    y = b + U @ np.tanh(d + H @ x)
    return y if W is None else y + W @ x
