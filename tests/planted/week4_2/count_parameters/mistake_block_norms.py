# expect: the norms inside the blocks hold so many
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    return (V + T) * C + L * (12 * C * C + 9 * C) + 2 * C
