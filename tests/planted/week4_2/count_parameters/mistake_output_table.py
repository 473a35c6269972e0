# expect: counted as a second table
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    return 2 * V * C + T * C + L * (12 * C * C + 13 * C) + 2 * C
