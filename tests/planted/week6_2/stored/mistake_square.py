# expect: that is six matrices of C by C
def stored(P, C, L, r):
    return 4 * P * C, 8 * P * L * C, 4 * 6 * 2 * r * C * L
