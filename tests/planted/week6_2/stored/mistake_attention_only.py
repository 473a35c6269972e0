# expect: Which six are there
def stored(P, C, L, r):
    return 4 * P * C, 8 * P * L * C, 4 * 4 * 2 * r * C * L
