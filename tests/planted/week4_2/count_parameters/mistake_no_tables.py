# expect: the token table missing
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    return T * C + L * (12 * C * C + 13 * C) + 2 * C
