# expect: x was taken to have n m = 15 numbers
def parameters(V, n, m, h, direct):
    x = n * m
    return V * m + h * x + h + V * h + V + (V * x if direct else 0)
