# expect: changed its input log2_probabilities
def perplexity_of(log2_probabilities):
    total, n = 0.0, 0
    for d in log2_probabilities:
        d *= -1
        total += d.sum()
        n += len(d)
    return 2 ** (total / n)
