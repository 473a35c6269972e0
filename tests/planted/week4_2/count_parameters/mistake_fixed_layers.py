# expect: For (V, T, C, L) = (50, 8, 4, 1)
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    return (V + T) * C + 3 * (12 * C * C + 13 * C) + 2 * C
