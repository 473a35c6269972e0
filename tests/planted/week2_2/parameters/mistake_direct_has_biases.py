# expect: W and biases of its own
def parameters(V, n, m, h, direct):
    x = (n - 1) * m
    return V * m + h * x + h + V * h + V + (V * x + V if direct else 0)
