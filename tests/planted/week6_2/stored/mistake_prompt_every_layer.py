# expect: at every layer, or once
def stored(P, C, L, r):
    return 4 * P * C * L, 8 * P * L * C, 72 * r * C * L
