# expect: the numbers of the two words alternate
def scores(context, C, H, d, U, b, W):
    x = C[context].T.reshape(-1)
    y = b + U @ np.tanh(d + H @ x)
    return y if W is None else y + W @ x
