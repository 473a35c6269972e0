# expect: which is a list, and each entry is a number
def utf8_bytes(cp):
    if cp < 0x80:
        return [cp]
    later = [0x80 | cp >> 6 & 0x3F, 0x80 | cp & 0x3F]
    if cp < 0x800:
        return [0xC0 | cp >> 6, later[1]]
    if cp < 0x10000:
        return [0xE0 | cp >> 12, later]
    return [0xF0 | cp >> 18, 0x80 | cp >> 12 & 0x3F, later]
