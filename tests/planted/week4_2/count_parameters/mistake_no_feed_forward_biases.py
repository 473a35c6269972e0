# expect: the biases of the feed-forward parts missing
def count_parameters(vocabulary_size, context, width, layers):
    V, T, C, L = vocabulary_size, context, width, layers
    attention, feed_forward, norms = 4 * (C * C + C), 2 * C * 4 * C, 2 * 2 * C
    return (V + T) * C + L * (attention + feed_forward + norms) + 2 * C
