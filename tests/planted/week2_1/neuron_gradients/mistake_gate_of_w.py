# expect: of your gradients is -3, not 0
def neuron_gradients(w, x, b, y):
    dz = 2 * (max(w * x + b, 0.0) - y) * (w > 0)
    return dz * x, dz * w, dz
