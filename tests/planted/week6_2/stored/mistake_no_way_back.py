# expect: all but one of the two wide matrices
def stored(P, C, L, r):
    return 4 * P * C, 8 * P * L * C, 4 * L * r * (4 * (C + C) + (C + 4 * C))
