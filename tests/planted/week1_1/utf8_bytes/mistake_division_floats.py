# expect: which is not a whole number
def utf8_bytes(code_point):
    if code_point <= 0x7F:
        return [code_point]
    if code_point <= 0x7FF:
        return [192 + code_point / 64, 128 + code_point % 64]
    if code_point <= 0xFFFF:
        return [224 + code_point / 4096, 128 + code_point / 64 % 64, 128 + code_point % 64]
    return [
        240 + code_point / 2**18,
        128 + code_point / 4096 % 64,
        128 + code_point / 64 % 64,
        128 + code_point % 64,
    ]
