# expect: Only one block was counted
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    return (V + T) * C + 12 * C * C + 13 * C + 2 * C
