# expect: You kept [(8, 0), (7, 1), (7, 2)]
def extend_beam(beam, log_probabilities, width):
    best = {}
    for (tokens, total), row in zip(beam, log_probabilities):
        for token, p in enumerate(row):
            if p > float("-inf") and (token not in best or best[token][1] < total + p):
                best[token] = ((*tokens, token), total + p)
    return sorted(best.values(), key=lambda one: -one[1])[:width]
