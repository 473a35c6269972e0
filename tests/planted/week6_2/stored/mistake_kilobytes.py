# expect: how many bytes is each
def stored(P, C, L, r):
    return 4 * P * C / 1024, 8 * P * L * C / 1024, 72 * r * C * L / 1024
