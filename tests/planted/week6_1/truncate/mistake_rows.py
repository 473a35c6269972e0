# expect: Rank counts directions, not rows
def truncate(matrix, rank):
    near = torch.zeros_like(matrix)
    near[:rank] = matrix[:rank]
    return near
