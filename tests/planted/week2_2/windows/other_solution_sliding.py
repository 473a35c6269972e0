def windows(tokens, n):
    padded = np.concatenate([np.full(n - 1, START), tokens])
    rows = np.lib.stride_tricks.sliding_window_view(padded, n)
    return rows[:, :-1], rows[:, -1]
