# expect: You kept what is to be left out
def truncate(matrix, rank):
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    return U[:, rank:] * S[rank:] @ Vh[rank:]
