# expect: Only one direction is left
def truncate(matrix, rank):
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    i = rank - 1
    return S[i] * torch.outer(U[:, i], Vh[i])
