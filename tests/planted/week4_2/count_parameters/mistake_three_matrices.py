# expect: one of attention's four matrices missing
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    return (V + T) * C + L * (11 * C * C + 12 * C) + 2 * C
