# expect: you returned 1.667
def score_gradient(weights, values, context_gradient):
    w, v, g = weights, values, context_gradient
    a = w.softmax(0)
    p = v @ g
    return a * (p - a @ p)
