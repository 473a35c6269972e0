# expect: returned a tuple
def utf8_bytes(code_point):
    if code_point < 0x80:
        return (code_point,)
    if code_point < 0x800:
        return (0xC0 | code_point >> 6, 0x80 | code_point & 63)
    if code_point < 0x10000:
        return (0xE0 | code_point >> 12, 0x80 | code_point >> 6 & 63, 0x80 | code_point & 63)
    return (
        0xF0 | code_point >> 18,
        0x80 | code_point >> 12 & 63,
        0x80 | code_point >> 6 & 63,
        0x80 | code_point & 63,
    )
