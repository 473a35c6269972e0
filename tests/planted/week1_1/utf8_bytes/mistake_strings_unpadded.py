# expect: you returned 3 bytes, not 4
def utf8_bytes(code_point):
    bits = f"{code_point:b}"
    if code_point < 0x80:
        return [code_point]
    groups = []
    while len(bits) > 6:
        groups.insert(0, int("10" + bits[-6:], 2))
        bits = bits[:-6]
    n = len(groups) + 1
    return [int("1" * n + "0" + bits.zfill(7 - n), 2)] + groups
