def best_split(A, alpha, B, beta, compute):
    low, high = 0.0, math.log(compute / 6)
    for _ in range(100):
        N = math.exp((low + high) / 2)
        D = compute / 6 / N
        if alpha * A / N**alpha > beta * B / D**beta:
            low = math.log(N)
        else:
            high = math.log(N)
    return N, D
