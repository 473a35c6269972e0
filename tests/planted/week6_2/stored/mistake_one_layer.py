# expect: Do two layers share their keys
def stored(P, C, L, r):
    return 4 * P * C, 8 * P * C, 72 * r * C * L
