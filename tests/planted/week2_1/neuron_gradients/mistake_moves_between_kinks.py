# expect: exactly at the kink, entry 0 is -3, not 0
def neuron_gradients(w, x, b, y):
    def loss(w, x, b):
        return (max(w * x + b, 0.0) - y) ** 2

    h = 1e-5
    d_w = (loss(w + h, x, b) - loss(w - h, x, b)) / (2 * h)
    d_x = (loss(w, x + h, b) - loss(w, x - h, b)) / (2 * h)
    return d_w, d_x, (loss(w, x, b + h) - loss(w, x, b - h)) / (2 * h)
