# expect: the biases of queries, keys and values missing
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    attention = 3 * C * C + C * C + C
    feed_forward = C * 4 * C + 4 * C + 4 * C * C + C
    return (V + T) * C + L * (attention + feed_forward + 4 * C) + 2 * C
