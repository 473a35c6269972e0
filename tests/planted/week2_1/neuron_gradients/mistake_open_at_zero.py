# expect: exactly at the kink
def neuron_gradients(w, x, b, y):
    z = w * x + b
    dz = 2 * (max(z, 0.0) - y) * (z >= 0)
    return dz * x, dz * w, dz
