# expect: softmax for its gates
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = (x @ W.T + h @ U.T + b).chunk(4, -1)
    c = f.softmax(-1) * c + i.softmax(-1) * g.tanh()
    return o.softmax(-1) * c.tanh(), c
