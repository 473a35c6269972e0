# expect: Your function returned None
def parameters(V, n, m, h, direct):
    x = (n - 1) * m
    total = V * m + h * x + h + V * h + V
    print(total + V * x if direct else total)
