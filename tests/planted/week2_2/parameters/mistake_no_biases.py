# expect: the biases b and d are missing
def parameters(V, n, m, h, direct):
    x = (n - 1) * m
    return V * m + h * x + V * h + (V * x if direct else 0)
