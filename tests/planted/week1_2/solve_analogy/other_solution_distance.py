def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    u = unit(vectors)
    gaps = ((u - (u[b] - u[a] + u[c])) ** 2).sum(axis=1)
    allowed = [i for i in range(len(u)) if not (exclude_inputs and i in (a, b, c))]
    return min(allowed, key=gaps.__getitem__)
