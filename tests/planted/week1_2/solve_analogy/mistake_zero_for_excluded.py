# expect: every row that may answer has a negative
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    v = vectors
    u = unit(v)
    s = u @ (u[b] - u[a] + u[c])
    if exclude_inputs:
        s[[a, b, c]] = 0
    return int(s.argmax())
