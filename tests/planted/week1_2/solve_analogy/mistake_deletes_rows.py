# expect: after rows of the question have been deleted
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    v = vectors
    u = unit(v)
    q = u[b] - u[a] + u[c]
    if exclude_inputs:
        u = np.delete(u, [a, b, c], axis=0)
    return int((u @ q).argmax())
