# expect: the attention layers (or as many numbers elsewhere) missing
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    return (V + T) * C + L * (8 * C * C + 9 * C) + 2 * C
