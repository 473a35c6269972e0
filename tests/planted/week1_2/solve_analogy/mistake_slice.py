# expect: Your answer is 2, one of the three
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    u = unit(vectors)
    scores = u @ (u[b] - u[a] + u[c])
    if exclude_inputs:
        scores[a:c] = -np.inf
    return int(scores.argmax())
