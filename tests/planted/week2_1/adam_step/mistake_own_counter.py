# expect: What does your function remember, or draw at random, between two calls?
COUNT = [0]


def adam_step(parameter, gradient, m, v, t, rate=0.001, b1=0.9, b2=0.999, epsilon=1e-8):
    COUNT[0] += 1
    t = COUNT[0]
    m = b1 * m + (1 - b1) * gradient
    v = b2 * v + (1 - b2) * gradient**2
    step = (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + epsilon)
    return parameter - rate * step, m, v
