# expect: sorted by the last step
def extend_beam(beam, log_probabilities, width):
    longer = [
        (row[token], (*tokens, token), total + row[token])
        for (tokens, total), row in zip(beam, log_probabilities)
        for token in range(len(row))
        if row[token] > float("-inf")
    ]
    longer.sort(key=lambda one: one[0], reverse=True)
    return [(tokens, total) for _, tokens, total in longer[:width]]
