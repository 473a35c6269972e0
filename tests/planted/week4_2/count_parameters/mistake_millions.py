# expect: you returned 0.01465
def count_parameters(vocabulary_size, context, width, layers):
    each = 12 * width**2 + 13 * width
    return ((vocabulary_size + context + 2) * width + layers * each) / 1e6
