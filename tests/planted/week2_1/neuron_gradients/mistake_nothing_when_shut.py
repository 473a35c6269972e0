# expect: Does every path end in a return?
def neuron_gradients(w, x, b, y):
    z = w * x + b
    if z > 0:
        dz = 2 * (z - y)
        return dz * x, dz * w, dz
