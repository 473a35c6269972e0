# expect: it has 10 vectors of 128 numbers
def stored(P, C, L, r):
    return 2 * P * C, 4 * P * L * C, 36 * r * C * L
