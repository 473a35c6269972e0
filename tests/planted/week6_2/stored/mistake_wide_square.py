# expect: with two matrices of 4 C by 4 C
def stored(P, C, L, r):
    lora = 4 * r * (C + C) + 2 * r * (4 * C + 4 * C)
    return 4 * P * C, 8 * P * L * C, 4 * L * lora
