# expect: What does the first row of the table do
def utf8_bytes(code_point):
    later = [0x80 | code_point & 0x3F]
    code_point >>= 6
    mark, room = 0xC0, 32
    while code_point >= room:
        later.insert(0, 0x80 | code_point & 0x3F)
        code_point >>= 6
        mark, room = mark >> 1 | 0x80, room // 2
    return [mark | code_point, *later]
