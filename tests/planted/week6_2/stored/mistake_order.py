# expect: they stand in another order
def stored(P, C, L, r):
    return 8 * P * L * C, 4 * P * C, 72 * r * C * L
