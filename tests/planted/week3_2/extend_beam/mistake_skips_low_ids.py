# expect: tokens 0 and 1 are never
def extend_beam(beam, log_probabilities, width):
    longer = [
        ((*tokens, token), total + row[token])
        for (tokens, total), row in zip(beam, log_probabilities)
        for token in range(2, len(row))
        if row[token] > float("-inf")
    ]
    return sorted(longer, key=lambda one: -one[1])[:width]
