# expect: changed its input matrix
def truncate(matrix, rank):
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    matrix -= U[:, rank:] * S[rank:] @ Vh[rank:]
    return matrix
