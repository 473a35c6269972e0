# expect: How many blocks get their own A and B
def stored(P, C, L, r):
    return 4 * P * C, 8 * P * L * C, 72 * r * C
