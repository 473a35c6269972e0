# expect: Are their numbers added, or multiplied
def stored(P, C, L, r):
    lora = 4 * (r * C * C) + 2 * (r * C * 4 * C)
    return 4 * P * C, 8 * P * L * C, 4 * L * lora
