# expect: with a tanh for its gates
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = (x @ W.T + h @ U.T + b).tanh().chunk(4, -1)
    c = f * c + i * g
    return o * c.tanh(), c
