# expect: Of 80 extensions
import math


def extend_beam(beam, log_probabilities, width):
    longer = [
        ((*tokens, token), total + float(row[token]))
        for (tokens, total), row in zip(beam, log_probabilities, strict=True)
        for token in range(3)
        if row[token] > -math.inf
    ]
    return sorted(longer, key=lambda one: -one[1])[:width]
