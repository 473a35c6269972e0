# expect: C was counted n - 1 = 4 times
def parameters(V, n, m, h, direct):
    x = (n - 1) * m
    return V * x + h * x + h + V * h + V + (V * x if direct else 0)
