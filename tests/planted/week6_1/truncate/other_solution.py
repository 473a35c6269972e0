def truncate(matrix, rank):
    near = torch.zeros_like(matrix)
    U, S, Vh = torch.linalg.svd(matrix)
    for i in range(rank):
        near = near + S[i] * torch.outer(U[:, i], Vh[i])
    return near
