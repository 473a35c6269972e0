# expect: v is the running mean of squared gradients; entry 0 is 0.00425
def adam_step(parameter, gradient, m, v, t, rate=0.001, b1=0.9, b2=0.999, epsilon=1e-8):
    m = b1 * m + (1 - b1) * gradient
    v = b2 * v + (1 - b2) * (gradient**2).sum()
    step = (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + epsilon)
    return parameter - rate * step, m, v
