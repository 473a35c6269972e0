def scores(context, C, H, d, U, b, W):
    x = np.concatenate([C[word] for word in context])
    hidden = np.array([np.tanh(bias + row @ x) for row, bias in zip(H, d, strict=True)])
    y = hidden @ U.T + b
    if W is not None:
        y = y + (W * x).sum(axis=1)
    return y
