# expect: Your count differs by
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    return (V + T) * C + L * (6 * C * C + 10 * C) + 2 * C
