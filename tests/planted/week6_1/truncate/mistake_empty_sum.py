# expect: a sum of no terms
def truncate(matrix, rank):
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    return sum(S[i] * torch.outer(U[:, i], Vh[i]) for i in range(rank))
