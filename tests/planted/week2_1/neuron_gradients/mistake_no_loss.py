# expect: the slopes of w·x + b alone
def neuron_gradients(w, x, b, y):
    z = w * x + b
    dz = 1.0 * (z > 0)
    return dz * x, dz * w, dz
