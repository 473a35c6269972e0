# expect: differs by 30
def count_parameters(vocabulary_size, context, width, layers):
    C = width
    return (
        (vocabulary_size + context) * C
        + layers * (4 * C * C + 3 * C + 8 * C * C + 5 * C + 4 * C)
        + 2 * C
    )
