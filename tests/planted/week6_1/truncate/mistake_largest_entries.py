# expect: Which term is different
def truncate(matrix, rank):
    k = matrix.abs().flatten().topk(rank).values.min()
    return matrix * (matrix.abs() >= k)
