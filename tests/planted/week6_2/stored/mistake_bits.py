# expect: You counted bits
def stored(P, C, L, r):
    return 32 * P * C, 64 * P * L * C, 32 * 18 * r * C * L
