# expect: What has r columns
def stored(P, C, L, r):
    return 4 * P * C, 8 * P * L * C, 4 * 9 * r * C * L
