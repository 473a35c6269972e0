# expect: counts the root of its singular value
def truncate(matrix, rank):
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    return U[:, :rank] * S[:rank].sqrt() @ Vh[:rank]
