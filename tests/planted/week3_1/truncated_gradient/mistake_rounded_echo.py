# expect: states of three digits
def truncated_gradient(u, w, x, k):
    h = [0.0, *echo(u, x, w)]
    total, path = 0.0, 1.0
    for t in range(len(x), max(0, len(x) - k), -1):
        path *= 1 - h[t] ** 2
        total += path * h[t - 1]
        path *= u
    return total
