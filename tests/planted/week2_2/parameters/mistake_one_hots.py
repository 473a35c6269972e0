# expect: as if it read one-hots
def parameters(V, n, m, h, direct):
    x = (n - 1) * V
    total = V * m + h * x + h + V * h + V
    return total + V * x if direct else total
