# expect: the words stand in the reverse order
def scores(context, C, H, d, U, b, W):
    x = C[context[::-1]].reshape(-1)
    y = b + U @ np.tanh(d + H @ x)
    return y if W is None else y + W @ x
