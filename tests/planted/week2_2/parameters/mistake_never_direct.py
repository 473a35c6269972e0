# expect: you returned 188 again: W is missing
def parameters(V, n, m, h, direct):
    x = (n - 1) * m
    return V * m + h * x + h + V * h + V
