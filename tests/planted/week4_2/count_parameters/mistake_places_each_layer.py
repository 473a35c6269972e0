# expect: the table of places is counted once for each layer
def count_parameters(vocabulary_size, context, width, layers):
    C = width
    return vocabulary_size * C + layers * (context * C + 12 * C * C + 13 * C) + 2 * C
