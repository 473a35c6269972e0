# expect: lie close together
def best_split(A, alpha, B, beta, compute):
    N = np.linspace(1, compute / 6, 1000)
    D = compute / (6 * N)
    i = (A / N**alpha + B / D**beta).argmin()
    return N[i], D[i]
