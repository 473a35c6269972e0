# expect: and your answer is 9; the row nearest
def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    u = unit(vectors)
    scores = unit(u - u[c]) @ unit(u[b] - u[a])
    if exclude_inputs:
        scores[[a, b, c]] = -np.inf
        return int(scores.argmax())
    return int((u @ (u[b] - u[a] + u[c])).argmax())
