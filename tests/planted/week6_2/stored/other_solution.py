def stored(P, C, L, r):
    matrices = [(C, C)] * 4 + [(C, 4 * C), (4 * C, C)]
    lora = sum(r * (first + second) for first, second in matrices) * L
    return tuple(4 * numbers for numbers in (P * C, 2 * L * P * C, lora))
