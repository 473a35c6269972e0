# expect: entry 2 is 1, not 3
def neuron_gradients(w, x, b, y):
    z = w * x + b
    dz = 2 * (max(z, 0.0) - y) * (z > 0)
    return dz * x, dz * w, 1.0 * (z > 0)
