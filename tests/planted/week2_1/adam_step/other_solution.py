def adam_step(parameter, gradient, m, v, t, rate=0.001, b1=0.9, b2=0.999, epsilon=1e-8):
    m = m + (1 - b1) * (gradient - m)
    v = v + (1 - b2) * (gradient * gradient - v)
    correction = np.sqrt(1 - b2**t) / (1 - b1**t)
    return parameter - rate * correction * m / (np.sqrt(v) + epsilon * np.sqrt(1 - b2**t)), m, v
