# expect: returned a NumPy array: [
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    v = vectors
    u = unit(v)
    s = u @ (u[b] - u[a] + u[c])
    if exclude_inputs:
        s[[a, b, c]] = -np.inf
    return u[s.argmax()]
