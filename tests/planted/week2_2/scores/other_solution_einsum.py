def scores(context, C, H, d, U, b, W):
    rows = C[np.array(context)]  # (n - 1, m)
    y = b + U @ np.tanh(d + np.einsum("hkm,km->h", H.reshape(-1, *rows.shape), rows))
    return y if W is None else y + np.einsum("vkm,km->v", W.reshape(-1, *rows.shape), rows)
