# expect: exactly at the kink, entry 0 is -3
def neuron_gradients(w, x, b, y):
    def loss(w, x, b):
        return (max(w * x + b, 0.0) - y) ** 2

    s = 1e-5
    return (
        (loss(w + s, x, b) - loss(w - s, x, b)) / (2 * s),
        (loss(w, x + s, b) - loss(w, x - s, b)) / (2 * s),
        (loss(w, x, b + s) - loss(w, x, b - s)) / (2 * s),
    )
