# expect: right size and the wrong sign
def neuron_gradients(w, x, b, y):
    z = w * x + b
    dz = 2 * (y - max(z, 0)) * (z > 0)
    return dz * x, dz * w, dz
