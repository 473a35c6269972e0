# expect: you returned 26,938
def count_parameters(vocabulary_size, context, width, layers):
    each = 12 * width**2 + 13 * width + context**2
    return (vocabulary_size + context + 2) * width + layers * each
