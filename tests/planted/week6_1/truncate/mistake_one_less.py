# expect: your result has rank 1
def truncate(matrix, rank):
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    r = rank - 1
    return U[:, :r] * S[:r] @ Vh[:r]
