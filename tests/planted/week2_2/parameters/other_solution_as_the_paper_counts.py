def parameters(V, n, m, h, direct):
    with_direct = V * (1 + n * m + h) + h * (1 + (n - 1) * m)
    return with_direct - (not direct) * V * (n - 1) * m
