# expect: The truth value of an array
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    y = b + U @ np.tanh(d + H @ x)
    return y + W @ x if W else y
