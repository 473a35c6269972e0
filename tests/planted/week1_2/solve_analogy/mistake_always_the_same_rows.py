# expect: and your answer is 10; the row nearest
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    u = unit(vectors)
    scores = u @ (u[1] - u[0] + u[2])
    if exclude_inputs:
        scores[[0, 1, 2]] = -np.inf
    return int(scores.argmax())
