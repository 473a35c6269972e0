# expect: You returned 4 numbers, not 3
def neuron_gradients(w, x, b, y):
    z = w * x + b
    dz = 2 * (max(z, 0.0) - y) * (z > 0)
    return dz * x, dz * w, dz, -2 * (max(z, 0.0) - y)
