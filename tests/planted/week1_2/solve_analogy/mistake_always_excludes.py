# expect: With exclude_inputs=False
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = units @ (units[b] - units[a] + units[c])
    scores[[a, b, c]] = -np.inf
    return int(scores.argmax())
