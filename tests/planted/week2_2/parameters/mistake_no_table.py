# expect: the 21 numbers of C are missing
def parameters(V, n, m, h, direct):
    x = (n - 1) * m
    return h * x + h + V * h + V + (V * x if direct else 0)
