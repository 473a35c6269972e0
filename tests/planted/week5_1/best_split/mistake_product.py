# expect: with N a tenth smaller
def best_split(A, alpha, B, beta, compute):
    N = np.geomspace(1e2, 1e9, 2000)
    D = compute / (6 * N)
    i = (A / N**alpha * B / D**beta).argmin()
    return N[i], D[i]
