def neuron_gradients(w, x, b, y):
    if w * x + b <= 0:
        return 0.0, 0.0, 0.0
    error = w * x + b - y
    return 2 * error * x, 2 * error * w, 2 * error
