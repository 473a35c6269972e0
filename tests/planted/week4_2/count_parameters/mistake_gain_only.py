# expect: one vector of every norm missing
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    return (V + T) * C + L * (12 * C * C + 11 * C) + C
