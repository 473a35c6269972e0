# expect: one continuation of each hypothesis
def extend_beam(beam, log_probabilities, width):
    kept = []
    for (tokens, total), row in zip(beam, log_probabilities, strict=True):
        kept.append(((*tokens, int(row.argmax())), total + float(row.max())))
    return sorted(kept, key=lambda one: -one[1])[:width]
