# expect: C, W and b alone
def parameters(V, n, m, h, direct):
    x = (n - 1) * m
    if direct:
        return V * m + V * x + V
    return V * m + h * x + h + V * h + V
