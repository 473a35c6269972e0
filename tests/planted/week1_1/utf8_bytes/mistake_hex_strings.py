# expect: Your list holds '41', which is a string
def utf8_bytes(code_point):
    if code_point < 0x80:
        b = [code_point]
    elif code_point < 0x800:
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
    return [f"{x:02x}" for x in b]
