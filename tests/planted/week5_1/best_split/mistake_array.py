# expect: you returned arrays, perhaps all
def best_split(A, alpha, B, beta, compute):
    N = np.geomspace(1e3, 1e9, 1000)
    D = compute / (6 * N)
    return N, D
