# expect: entry 0 is 13.5, not 9
def neuron_gradients(w, x, b, y):
    z = w * x + b
    loss = (max(z, 0.0) - y) ** 2
    dz = 2 * loss * (z > 0)
    return dz * x, dz * w, dz
