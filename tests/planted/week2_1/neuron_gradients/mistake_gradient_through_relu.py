# expect: With the output 1 below the target 3.25, entry 0 is 0, not -9
def neuron_gradients(w, x, b, y):
    z = w * x + b
    dz = 2 * (max(z, 0.0) - y) * (z > 0)
    return max(dz * x, 0.0), dz * w, dz
