# expect: made twice, returned
def truncate(matrix, rank):
    U, S, V = torch.svd_lowrank(matrix, q=rank)
    return U * S @ V.T
