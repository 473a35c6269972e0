# expect: an object of type generator
import math


def extend_beam(beam, log_probabilities, width):
    longer = [
        ((*t, v), s + float(p))
        for (t, s), row in zip(beam, log_probabilities)
        for v, p in enumerate(row)
        if p > -math.inf
    ]
    return (one for one in sorted(longer, key=lambda one: -one[1])[:width])
