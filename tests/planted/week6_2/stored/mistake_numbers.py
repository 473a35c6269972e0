# expect: each takes 4 bytes
def stored(P, C, L, r):
    return P * C, 2 * P * L * C, 18 * r * C * L
