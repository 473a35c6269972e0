def best_split(A, alpha, B, beta, compute):
    sizes = np.geomspace(1, compute / 6, 200_001)
    losses = A / sizes**alpha + B / (compute / 6 / sizes) ** beta
    N = sizes[losses.argmin()]
    return N, compute / 6 / N
