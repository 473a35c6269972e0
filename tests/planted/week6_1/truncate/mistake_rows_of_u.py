# expect: You took the first two rows of U
def truncate(matrix, rank):
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    return U[:rank].T * S[:rank] @ Vh[:rank]
