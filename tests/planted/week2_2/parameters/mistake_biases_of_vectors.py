# expect: you returned 184; C, H, d, U, b have
def parameters(V, n, m, h, direct):
    x = (n - 1) * m
    return V * m + h * x + h + V * h + m + (V * x if direct else 0)
