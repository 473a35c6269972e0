# expect: stands before the old ones
import math


def extend_beam(beam, log_probabilities, width):
    longer = [
        ((token, *tokens), total + float(p))
        for (tokens, total), row in zip(beam, log_probabilities, strict=True)
        for token, p in enumerate(row)
        if p > -math.inf
    ]
    return sorted(longer, key=lambda one: -one[1])[:width]
