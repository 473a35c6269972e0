# expect: at line 7 of its cell: root = math.sqrt(v[i] / (1 - b2**t))
def adam_step(parameter, gradient, m, v, t, rate=0.001, b1=0.9, b2=0.999, epsilon=1e-8):
    m = b1 * m + (1 - b1) * gradient
    v = b2 * v + (1 - b2) * gradient**2
    moved = parameter.copy()
    for i in range(len(parameter)):
        root = math.sqrt(v[i] / (1 - b2**t))
        moved[i] -= rate * (m[i] / (1 - b1**t)) / (root + epsilon)
    return moved, m, v
