def best_split(A, alpha, B, beta, compute):
    def loss(x):
        return A * math.exp(-alpha * x) + B * (6 * math.exp(x) / compute) ** beta

    def go(low, high):
        if high - low < 1e-6:
            return (low + high) / 2
        a, b = low + (high - low) / 3, high - (high - low) / 3
        return go(low, b) if loss(a) < loss(b) else go(a, high)

    N = math.exp(go(0.0, math.log(compute / 6)))
    return N, compute / 6 / N
