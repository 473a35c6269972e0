# expect: took every fourth number
def lstm_step(x, h, c, W, U, b):
    z = x @ W.T + h @ U.T + b
    i, f, g, o = (z[:, k::4] for k in range(4))
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c
