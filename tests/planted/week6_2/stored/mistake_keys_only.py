# expect: What does attention need of each place
def stored(P, C, L, r):
    return 4 * P * C, 4 * P * L * C, 72 * r * C * L
