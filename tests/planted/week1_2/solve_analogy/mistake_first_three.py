# expect: Which rows does your code leave out
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    u = unit(vectors)
    scores = u @ (u[b] - u[a] + u[c])
    if exclude_inputs:
        scores[:3] = -np.inf
    return int(scores.argmax())
