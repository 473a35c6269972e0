# expect: returned a dictionary
def best_split(A, alpha, B, beta, compute):
    N = ((alpha * A / (beta * B)) * (compute / 6) ** beta) ** (1 / (alpha + beta))
    return {"N": N, "D": compute / 6 / N}
