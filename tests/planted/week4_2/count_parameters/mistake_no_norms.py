# expect: all norms missing
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    return (V + T) * C + L * (12 * C * C + 9 * C)
