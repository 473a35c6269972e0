# expect: Which score is smaller than every cosine
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    v = vectors
    u = unit(v)
    q = u[b] - u[a] + u[c]
    best = 0
    w = 0
    for i, r in enumerate(u):
        if exclude_inputs and i in (a, b, c):
            continue
        if r @ q > best:
            best = r @ q
            w = i
    return w
