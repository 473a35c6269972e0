# expect: in each other's place
def neuron_gradients(w, x, b, y):
    z = w * x + b
    dz = 2 * (max(z, 0) - y) * (z > 0)
    return dz * w, dz * x, dz
