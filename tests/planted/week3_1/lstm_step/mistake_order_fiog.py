# expect: the first for f and the fourth for g
def lstm_step(x, h, c, W, U, b):
    f, i, o, g = (x @ W.T + h @ U.T + b).chunk(4, -1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c
