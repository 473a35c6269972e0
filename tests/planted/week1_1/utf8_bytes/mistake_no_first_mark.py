# expect: The first byte has no mark
def utf8_bytes(code_point):
    if code_point <= 0x7F:
        return [code_point]
    result = []
    while code_point > 0x3F:
        result.insert(0, 0x80 | code_point & 0x3F)
        code_point >>= 6
    return [code_point, *result]
