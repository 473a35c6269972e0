# expect: dot product with each of the other rows lies below
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    u = unit(vectors)
    s = u @ (u[b] - u[a] + u[c])
    if exclude_inputs:
        s[[a, b, c]] = -1
    return int(s.argmax())
