# expect: the budget is 6e+10
def best_split(A, alpha, B, beta, compute):
    best = None
    for N in np.geomspace(1e2, 1e10, 200):
        for D in np.geomspace(1e2, 1e10, 200):
            if 6 * N * D <= compute:
                loss = A / N**alpha + B / D**beta
                if best is None or loss < best[0]:
                    best = loss, N, D
    return best[1:]
