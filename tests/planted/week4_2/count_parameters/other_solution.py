def count_parameters(vocabulary_size, context, width, layers):
    block = 12 * width**2 + 13 * width
    return width * (vocabulary_size + context + 2) + block * layers
