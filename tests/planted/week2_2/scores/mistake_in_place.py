# expect: Your function changed its input b
def scores(context, C, H, d, U, b, W):
    x = C[context].reshape(-1)
    b += U @ np.tanh(d + H @ x)
    if W is not None:
        b += W @ x
    return b
