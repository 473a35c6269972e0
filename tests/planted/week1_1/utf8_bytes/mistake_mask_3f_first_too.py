# expect: The number of bytes is right. Which bit
def utf8_bytes(code_point):
    if code_point <= 0x7F:
        return [code_point]
    if code_point <= 0x7FF:
        return [0xC0 | code_point >> 6 & 0x0F, 0x80 | code_point & 63]
    if code_point <= 0xFFFF:
        return [0xE0 | code_point >> 12 & 0x07, 0x80 | code_point >> 6 & 63, 0x80 | code_point & 63]
    return [
        0xF0 | code_point >> 18 & 0x03,
        0x80 | code_point >> 12 & 63,
        0x80 | code_point >> 6 & 63,
        0x80 | code_point & 63,
    ]
