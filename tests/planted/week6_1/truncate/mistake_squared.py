# expect: too large by its own singular value
def truncate(matrix, rank):
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    return U[:, :rank] * S[:rank] ** 2 @ Vh[:rank]
