def count_parameters(vocabulary_size, context, width, layers):
    C = width
    block = 4 * [(C, C), (C,)] + [(C, 4 * C), (4 * C,), (4 * C, C), (C,)] + 4 * [(C,)]
    shapes = [(vocabulary_size, C), (context, C), (C,), (C,)] + layers * block
    return sum(torch.Size(shape).numel() for shape in shapes)
