# expect: the feed-forward parts missing
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    return (V + T) * C + L * (4 * C * C + 8 * C) + 2 * C
