# expect: sorted by the tokens
import math


def extend_beam(beam, log_probabilities, width):
    longer = [
        ((*tokens, token), total + float(p))
        for (tokens, total), row in zip(beam, log_probabilities, strict=True)
        for token, p in enumerate(row)
        if p > -math.inf
    ]
    return sorted(longer, reverse=True)[:width]
