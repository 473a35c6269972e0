# expect: the row farthest from b − a + c
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    u = unit(vectors)
    s = u @ (u[b] - u[a] + u[c])
    if exclude_inputs:
        s[[a, b, c]] = np.inf
    return int(s.argmin())
