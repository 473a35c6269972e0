# expect: you returned 6 bytes, not 4
def utf8_bytes(code_point):
    if code_point <= 0x7F:
        return [code_point]
    if code_point <= 0x7FF:
        return [0xC0 | (code_point >> 6), 0x80 | (code_point & 0x3F)]
    if code_point <= 0xFFFF:
        return [
            0xE0 | (code_point >> 12),
            0x80 | ((code_point >> 6) & 0x3F),
            0x80 | (code_point & 0x3F),
        ]
    rest = code_point - 0x10000
    return utf8_bytes(0xD800 + (rest >> 10)) + utf8_bytes(0xDC00 + (rest & 0x3FF))
