# expect: Your function returned a number: 0, not a tuple
def neuron_gradients(w, x, b, y):
    z = w * x + b
    if z <= 0:
        return 0.0
    dz = 2 * (z - y)
    return dz * x, dz * w, dz
