# expect: 6 N D is 6e+20
def best_split(A, alpha, B, beta, compute):
    N = np.geomspace(1e2, 1e10, 500)
    D = np.geomspace(1e2, 1e10, 500)
    loss = A / N**alpha + B / D**beta
    i = np.argmin(loss)
    return N[i], D[i]
