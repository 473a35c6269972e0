# expect: something that is no number
def count_parameters(vocabulary_size, context, width, layers):
    each = 12 * width**2 + 13 * width
    return f"{(vocabulary_size + context + 2) * width + layers * each:,}"
