def adam_step(parameter, gradient, m, v, t, rate=0.001, b1=0.9, b2=0.999, epsilon=1e-8):
    late = np.sqrt(1 - b2**t)
    m = m + (1 - b1) * (gradient - m)
    v = v + (1 - b2) * (gradient * gradient - v)
    return parameter - rate * late / (1 - b1**t) * m / (np.sqrt(v) + epsilon * late), m, v
