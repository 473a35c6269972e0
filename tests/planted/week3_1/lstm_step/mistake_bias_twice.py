# expect: computed with b twice
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = (x @ W.T + b + h @ U.T + b).chunk(4, -1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c
