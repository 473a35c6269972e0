# expect: those are the whole matrices
def stored(P, C, L, r):
    return 4 * P * C, 8 * P * L * C, 4 * 12 * C * C * L
