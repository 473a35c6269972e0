# expect: half of the right one
def neuron_gradients(w, x, b, y):
    z = w * x + b
    dz = (max(z, 0) - y) * (z > 0)
    return dz * x, dz * w, dz
