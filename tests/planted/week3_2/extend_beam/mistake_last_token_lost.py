# expect: does every token get its turn
import math


def extend_beam(beam, log_probabilities, width):
    longer = [
        ((*t, v), s + float(row[v]))
        for (t, s), row in zip(beam, log_probabilities)
        for v in range(len(row) - 1)
        if row[v] > -math.inf
    ]
    return sorted(longer, key=lambda one: -one[1])[:width]
