# expect: With the output 1 below the target 3
def neuron_gradients(w, x, b, y):
    z = w * x + b
    dz = 2 * abs(max(z, 0) - y) * (z > 0)
    return dz * x, dz * w, dz
