# expect: Do later bytes hold six bits each?
def utf8_bytes(code_point):
    if code_point <= 0x7F:
        return [code_point]
    if code_point <= 0x7FF:
        return [0xC0 | code_point >> 8, 0x80 | code_point & 63]
    if code_point <= 0xFFFF:
        return [0xE0 | code_point >> 16, 0x80 | code_point >> 8 & 63, 0x80 | code_point & 63]
    return [
        0xF0 | code_point >> 24,
        0x80 | code_point >> 16 & 63,
        0x80 | code_point >> 8 & 63,
        0x80 | code_point & 63,
    ]
