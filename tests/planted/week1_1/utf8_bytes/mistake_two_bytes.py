# expect: These are the two bytes of the code point, as in UTF-16
def utf8_bytes(code_point):
    if code_point < 128:
        return [code_point]
    return list(code_point.to_bytes((code_point.bit_length() + 7) // 8, "big"))
