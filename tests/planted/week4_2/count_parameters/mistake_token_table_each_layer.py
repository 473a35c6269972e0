# expect: the token table is counted once for each layer
def count_parameters(vocabulary_size, context, width, layers):
    blocks = layers * (vocabulary_size * width + 12 * width**2 + 13 * width)
    return blocks + context * width + 2 * width
