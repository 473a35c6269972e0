# expect: Your answer is 1, one of the three
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = units @ (units[b] - units[a] + units[c])
    if exclude_inputs:
        scores[c] = -np.inf
    return int(scores.argmax())
