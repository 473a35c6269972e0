# expect: which is no whole number
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    u = unit(vectors)
    best = np.zeros(2)  # score, row
    best[0] = -np.inf
    for row, score in enumerate(u @ (u[b] - u[a] + u[c])):
        if score > best[0] and not (exclude_inputs and row in (a, b, c)):
            best[:] = score, row
    return best[1]
