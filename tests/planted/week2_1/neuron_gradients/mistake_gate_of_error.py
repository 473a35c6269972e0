# expect: so relu is open, yet all your gradients are 0
def neuron_gradients(w, x, b, y):
    h = max(w * x + b, 0.0)
    dz = 2 * (h - y) * (h - y > 0)
    return dz * x, dz * w, dz
