# expect: the gradients for the notebook's y = 1
z, h, error = 2.0, 2.0, 1.0


def neuron_gradients(w, x, b, y):
    d_z = 2 * error * float(z > 0)
    return d_z * x, d_z * w, d_z
