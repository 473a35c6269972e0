# expect: The later bytes have no mark
def utf8_bytes(code_point):
    if code_point <= 0x7F:
        return [code_point]
    if code_point <= 0x7FF:
        return [0xC0 | code_point >> 6, code_point & 0x3F]
    if code_point <= 0xFFFF:
        return [0xE0 | code_point >> 12, code_point >> 6 & 0x3F, code_point & 0x3F]
    return [0xF0 | code_point >> 18, code_point >> 12 & 63, code_point >> 6 & 63, code_point & 63]
