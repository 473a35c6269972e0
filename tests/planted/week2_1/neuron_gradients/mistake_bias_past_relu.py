# expect: relu is shut, and entry 2
def neuron_gradients(w, x, b, y):
    d_h = 2 * (max(w * x + b, 0.0) - y)
    d_z = d_h if w * x + b > 0 else 0.0
    return d_z * x, d_z * w, d_h
