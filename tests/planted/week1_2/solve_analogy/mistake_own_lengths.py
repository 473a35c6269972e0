# expect: the vectors are added at their own lengths
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = units @ (vectors[b] - vectors[a] + vectors[c])
    if exclude_inputs:
        scores[[a, b, c]] = -np.inf
    return int(scores.argmax())
