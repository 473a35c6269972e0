# expect: entry 0 is 18, not 9
def neuron_gradients(w, x, b, y):
    h = max(w * x + b, 0.0)
    dz = 2 * (h - y) * h
    return dz * x, dz * w, dz
