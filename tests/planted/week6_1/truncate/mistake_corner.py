# expect: You kept a corner
def truncate(matrix, rank):
    near = torch.zeros_like(matrix)
    near[:rank, :rank] = matrix[:rank, :rank]
    return near
