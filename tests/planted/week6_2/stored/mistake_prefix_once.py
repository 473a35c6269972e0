# expect: that is what the soft prompt has
def stored(P, C, L, r):
    return 4 * P * C, 4 * P * C, 72 * r * C * L
