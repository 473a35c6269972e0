# expect: only the new tokens
import math


def extend_beam(beam, log_probabilities, width):
    longer = []
    for (tokens, total), row in zip(beam, log_probabilities, strict=True):
        for token, p in enumerate(row):
            if p > -math.inf:
                longer.append(((token,), total + float(p)))
    return sorted(longer, key=lambda one: -one[1])[:width]
