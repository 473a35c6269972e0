# expect: Your y lacks W x
def scores(context, C, H, d, U, b, W):
    return b + U @ np.tanh(d + H @ C[context].reshape(-1))
