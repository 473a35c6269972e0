# expect: In which order does torch.linalg.svd
def truncate(matrix, rank):
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    order = S.argsort()[:rank]
    return U[:, order] * S[order] @ Vh[order]
