# expect: where a long vector wins
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = vectors @ (units[b] - units[a] + units[c])
    if exclude_inputs:
        scores[[a, b, c]] = -np.inf
    return int(scores.argmax())
