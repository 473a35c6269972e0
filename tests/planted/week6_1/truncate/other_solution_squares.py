def truncate(matrix, rank):
    squares, directions = torch.linalg.eigh(matrix.T @ matrix)  # ascending
    first = directions[:, len(squares) - rank :]
    return matrix @ first @ first.T
