# expect: that is how many numbers it has
def stored(P, C, L, r):
    return 4 * P * C, P * L * 2 * C, L * 18 * r * C
