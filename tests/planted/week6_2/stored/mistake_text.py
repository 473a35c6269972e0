# expect: numbers are wanted, to count on with
def stored(P, C, L, r):
    return f"{4 * P * C}", f"{8 * P * L * C}", f"{72 * r * C * L}"
