# expect: have equal totals, the highest
def extend_beam(beam, log_probabilities, width):
    found = {}
    for (tokens, total), row in zip(beam, log_probabilities):
        for token, p in enumerate(row):
            if p > float("-inf"):
                found[total + p] = (*tokens, token)
    return [(found[total], total) for total in sorted(found, reverse=True)][:width]
