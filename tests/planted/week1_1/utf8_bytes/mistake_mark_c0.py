# expect: The later bytes begin with 11
def utf8_bytes(code_point):
    if code_point <= 0x7F:
        return [code_point]
    if code_point <= 0x7FF:
        return [0xC0 | (code_point >> 6), 0xC0 | (code_point & 0x3F)]
    later = [0xC0 | ((code_point >> 6) & 0x3F), 0xC0 | (code_point & 0x3F)]
    if code_point <= 0xFFFF:
        return [0xE0 | (code_point >> 12), *later]
    return [0xF0 | (code_point >> 18), 0xC0 | ((code_point >> 12) & 0x3F), *later]
