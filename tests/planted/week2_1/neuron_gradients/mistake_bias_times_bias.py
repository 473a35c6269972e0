# expect: entry 2 is -12, not 3
def neuron_gradients(w, x, b, y):
    z = w * x + b
    dz = 2 * (max(z, 0.0) - y) * (z > 0)
    return dz * x, dz * w, dz * b
