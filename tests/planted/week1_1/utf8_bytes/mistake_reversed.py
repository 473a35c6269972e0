# expect: The bytes are right, in reverse order
def utf8_bytes(code_point):
    if code_point <= 0x7F:
        return [code_point]
    result = []
    groups = 1 if code_point <= 0x7FF else 2 if code_point <= 0xFFFF else 3
    for _ in range(groups):
        result.append(0x80 | code_point & 0x3F)
        code_point >>= 6
    result.append({1: 0xC0, 2: 0xE0, 3: 0xF0}[groups] | code_point)
    return result
