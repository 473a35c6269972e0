# expect: width 6 you kept 6
import math


def extend_beam(beam, log_probabilities, width):
    longer = [
        ((*t, v), s + float(p))
        for (t, s), row in zip(beam, log_probabilities)
        for v, p in enumerate(row)
        if p > -math.inf
    ]
    longer = sorted(longer, key=lambda one: -one[1])[:width]
    while len(longer) < width:
        longer.append(longer[-1])
    return longer
