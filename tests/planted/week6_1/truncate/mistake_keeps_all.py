# expect: Nothing was cut
def truncate(matrix, rank):
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    return U @ torch.diag(S) @ Vh
