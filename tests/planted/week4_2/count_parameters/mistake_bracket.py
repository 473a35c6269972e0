# expect: differs by 1,780
def count_parameters(vocabulary_size, context, width, layers):
    C = width
    a = 4 * (C * C + C)
    f = 8 * C * C + 5 * C
    n = 4 * C
    return (vocabulary_size + context) * C + layers * a + f + n + 2 * C
