# expect: taken to have 5 - 1 * 3 = 2 numbers
def parameters(V, n, m, h, direct):
    x = n - 1 * m
    return V * m + h * x + h + V * h + V + (V * x if direct else 0)
