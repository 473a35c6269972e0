# expect: an output layer of its own, with a bias
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    return V * C + T * C + L * (12 * C * C + 13 * C) + 2 * C + V * C + V
