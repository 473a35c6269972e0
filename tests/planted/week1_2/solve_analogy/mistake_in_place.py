# expect: changed its input vectors
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    v = vectors
    v /= np.linalg.norm(v, axis=1, keepdims=True)
    s = v @ (v[b] - v[a] + v[c])
    if exclude_inputs:
        s[[a, b, c]] = -np.inf
    return int(s.argmax())
