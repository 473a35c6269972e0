# expect: Without W, y[0] is
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    y = U @ np.tanh(d + H @ x)
    if W is not None:
        y += b + W @ x
    return y
