# expect: differs by 1,330
def count_parameters(vocabulary_size, context, width, layers):
    each = 12 * width**2 + 13 * width
    return (vocabulary_size + context + 2) * width + sum(each for _ in range(1, layers))
