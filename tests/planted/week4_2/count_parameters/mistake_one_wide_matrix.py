# expect: the way back in the feed-forward parts
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    block = 4 * (C * C + C) + (C * 4 * C + 4 * C) + 4 * C
    return (V + T) * C + L * block + 2 * C
