# expect: relu is shut, and entry 0
def neuron_gradients(w, x, b, y):
    dz = 2 * (max(w * x + b, 0) - y)
    return dz * x, dz * w, dz
