# expect: For 🙂, code point 0x1f642, you returned 3 bytes, not 4
def utf8_bytes(code_point):
    if code_point <= 0x7F:
        return [code_point]
    if code_point <= 0x7FF:
        return [0xC0 | code_point >> 6, 0x80 | code_point & 0x3F]
    return [0xE0 | code_point >> 12, 0x80 | code_point >> 6 & 0x3F, 0x80 | code_point & 0x3F]
