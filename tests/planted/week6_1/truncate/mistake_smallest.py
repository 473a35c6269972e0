# expect: You kept the two smallest singular values
def truncate(matrix, rank):
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    return U[:, -rank:] * S[-rank:] @ Vh[-rank:]
