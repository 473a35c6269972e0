# expect: With direct=True you returned 237
def parameters(V, n, m, h, direct):
    x = (n - 1) * m
    return V * m + h * x + h + V * h + V + (V * V if direct else 0)
