# expect: Your code stopped with ValueError
def scores(context, C, H, d, U, b, W):
    x = np.concatenate([C[context[0]], C[context[1]]])
    y = b + U @ np.tanh(d + H @ x)
    return y if W is None else y + W @ x
