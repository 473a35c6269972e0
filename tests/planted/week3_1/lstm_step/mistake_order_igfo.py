# expect: the third for f and the second for g
def lstm_step(x, h, c, W, U, b):
    i, g, f, o = (x @ W.T + h @ U.T + b).chunk(4, -1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c
