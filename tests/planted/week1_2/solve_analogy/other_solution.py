def solve_analogy(vectors, a, b, c, exclude_inputs=True):
    lengths = np.sqrt((vectors**2).sum(axis=1))
    units = [vector / length if length else vector for vector, length in zip(vectors, lengths)]
    best, answer = -math.inf, None
    for row, vector in enumerate(units):
        score = vector @ units[b] - vector @ units[a] + vector @ units[c]
        if score > best and not (exclude_inputs and row in (a, b, c)):
            best, answer = score, row
    return answer
