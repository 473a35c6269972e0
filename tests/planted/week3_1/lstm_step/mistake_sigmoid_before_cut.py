# expect: through a sigmoid before its tanh
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = (x @ W.T + h @ U.T + b).sigmoid().chunk(4, -1)
    c = f * c + i * g.tanh()
    return o * c.tanh(), c
