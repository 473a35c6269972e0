# expect: U in place of W
def parameters(V, n, m, h, direct):
    total = V * m + h * (n - 1) * m + h + V * h + V
    return total + V * h if direct else total
