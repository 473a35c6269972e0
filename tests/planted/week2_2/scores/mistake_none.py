# expect: a call with W = None
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    return b + W @ x + U @ np.tanh(d + H @ x)
