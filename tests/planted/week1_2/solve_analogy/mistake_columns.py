# expect: columns are scaled to length 1
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    u = vectors / np.linalg.norm(vectors, axis=0)
    s = u @ (u[b] - u[a] + u[c])
    if exclude_inputs:
        s[[a, b, c]] = -np.inf
    return int(s.argmax())
