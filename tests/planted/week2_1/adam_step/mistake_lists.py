# expect: You returned a list, a list, a list; three NumPy arrays are asked
def adam_step(parameter, gradient, m, v, t, rate=0.001, b1=0.9, b2=0.999, epsilon=1e-8):
    m = [b1 * old + (1 - b1) * g for old, g in zip(m, gradient, strict=True)]
    v = [b2 * old + (1 - b2) * g**2 for old, g in zip(v, gradient, strict=True)]
    roots = [math.sqrt(size / (1 - b2**t)) + epsilon for size in v]
    steps = [rate * mean / (1 - b1**t) / root for mean, root in zip(m, roots, strict=True)]
    return [p - step for p, step in zip(parameter, steps, strict=True)], m, v
