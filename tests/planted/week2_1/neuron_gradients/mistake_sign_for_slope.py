# expect: of your gradients is 3, not 0
def neuron_gradients(w, x, b, y):
    z = w * x + b
    dz = 2 * (max(z, 0.0) - y) * math.copysign(1, z)
    return dz * x, dz * w, dz
