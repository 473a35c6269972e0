def utf8_bytes(code_point):
    bits = f"{code_point:b}"
    for n, (first, width) in enumerate([("0", 7), ("110", 11), ("1110", 16), ("11110", 21)]):
        if len(bits) <= width:
            bits = bits.zfill(width)
            cut = width - 6 * n
            return [int(first + bits[:cut], 2)] + [
                int("10" + bits[i : i + 6], 2) for i in range(cut, width, 6)
            ]
