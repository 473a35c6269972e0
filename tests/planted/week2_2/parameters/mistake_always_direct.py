# expect: W is counted although direct is False
def parameters(V, n, m, h, direct):
    x = (n - 1) * m
    return V * m + h * x + h + V * h + V + V * x
