def parameters(V, n, m, h, direct):
    context = (n - 1) * m
    shapes = [(V, m), (h, context), (h, 1), (V, h), (V, 1)] + ([(V, context)] if direct else [])
    return sum(rows * columns for rows, columns in shapes)
