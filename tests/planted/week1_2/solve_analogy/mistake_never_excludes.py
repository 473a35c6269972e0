# expect: one of the three words of the question
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return int((units @ (units[b] - units[a] + units[c])).argmax())
