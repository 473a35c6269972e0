# expect: With token 0 at -inf you kept
import math


def extend_beam(beam, log_probabilities, width):
    longer = []
    for (tokens, total), row in zip(beam, log_probabilities, strict=True):
        for token, p in enumerate(row[row > -math.inf]):
            longer.append(((*tokens, token), total + float(p)))
    return sorted(longer, key=lambda one: -one[1])[:width]
