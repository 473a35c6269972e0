# expect: nearest to a − b + c
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = units @ (units[a] - units[b] + units[c])
    if exclude_inputs:
        scores[[a, b, c]] = -np.inf
    return int(scores.argmax())
