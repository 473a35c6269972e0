# expect: 0 is a code point too
def utf8_bytes(code_point):
    if not code_point:
        return []
    if code_point <= 0x7F:
        return [code_point]
    if code_point <= 0x7FF:
        return [0xC0 | code_point >> 6, 0x80 | code_point & 63]
    if code_point <= 0xFFFF:
        return [0xE0 | code_point >> 12, 0x80 | code_point >> 6 & 63, 0x80 | code_point & 63]
    return [
        0xF0 | code_point >> 18,
        0x80 | code_point >> 12 & 63,
        0x80 | code_point >> 6 & 63,
        0x80 | code_point & 63,
    ]
