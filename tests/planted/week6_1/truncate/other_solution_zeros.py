def truncate(matrix, rank):
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    S[rank:] = 0
    return U @ torch.diag(S) @ Vh
