def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    u = unit(vectors)
    for row in np.argsort(-cosine_similarities(u, u[b] - u[a] + u[c])):
        if not (exclude_inputs and row in (a, b, c)):
            return row
