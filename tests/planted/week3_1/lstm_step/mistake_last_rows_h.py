# expect: last row's h for every row
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = (x @ W.T + h[-1] @ U.T + b).chunk(4, -1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c
