# expect: differs by 40
def count_parameters(vocabulary_size, context, width, layers):
    C = width
    return (vocabulary_size + context) * C + layers * (12 * C * C + 15 * C)
