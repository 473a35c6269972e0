# expect: You made N and D equal
def best_split(A, alpha, B, beta, compute):
    N = (compute / 6) ** 0.5
    return N, N
