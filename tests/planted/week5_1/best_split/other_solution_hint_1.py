def best_split(A, alpha, B, beta, compute):
    best = None
    for N in np.geomspace(1, compute / 6, 500):
        D = compute / (6 * N)
        loss = A / N**alpha + B / D**beta
        if best is None or loss < best[0]:
            best = (loss, N, D)
    return best[1], best[2]
