# expect: x was taken to have m = 3 numbers
def parameters(V, n, m, h, direct):
    return V * m + h * m + h + V * h + V + (V * m if direct else 0)
