# expect: you returned 3
def best_split(A, alpha, B, beta, compute):
    N = np.geomspace(1e2, 1e10, 2000)
    D = compute / (6 * N)
    loss = A / N**alpha + B / D**beta
    i = np.argmin(loss)
    return N[i], D[i], loss[i]
