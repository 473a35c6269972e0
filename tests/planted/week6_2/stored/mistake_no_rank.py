# expect: that is enough for r = 1
def stored(P, C, L, r):
    return 4 * P * C, 8 * P * L * C, 72 * C * L
