def utf8_bytes(code_point):
    if code_point < 0x80:
        return [code_point]
    later = []
    room = 0x40  # what fits into the first byte after its mark, at first 6 bits less the mark
    mark = 0x80
    while True:
        later.insert(0, 0b10000000 + code_point % 64)
        code_point //= 64
        mark = mark >> 1 | 0x80
        room //= 2
        if code_point < room:
            return [mark + code_point, *later]
