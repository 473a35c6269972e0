# expect: which is a string, and each entry is a number
def utf8_bytes(code_point):
    if code_point < 0x80:
        return [f"{code_point:08b}"]
    if code_point < 0x800:
        b = [0xC0 | code_point >> 6, 0x80 | code_point & 63]
    elif code_point < 0x10000:
        b = [0xE0 | code_point >> 12, 0x80 | code_point >> 6 & 63, 0x80 | code_point & 63]
    else:
        b = [
            0xF0 | code_point >> 18,
            0x80 | code_point >> 12 & 63,
            0x80 | code_point >> 6 & 63,
            0x80 | code_point & 63,
        ]
    return [f"{x:08b}" for x in b]
