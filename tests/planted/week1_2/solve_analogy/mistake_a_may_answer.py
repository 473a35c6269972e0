# expect: Your answer is 0, a word of the question
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    v = vectors
    u = unit(v)
    s = u @ (u[b] - u[a] + u[c])
    if exclude_inputs:
        s[[b, c]] = -np.inf
    return int(s.argmax())
