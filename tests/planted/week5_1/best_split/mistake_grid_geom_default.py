# expect: reach far enough, and lie close
def best_split(A, alpha, B, beta, compute):
    N = np.geomspace(1, compute / 6)
    D = compute / (6 * N)
    i = np.argmin(A / N**alpha + B / D**beta)
    return N[i], D[i]
