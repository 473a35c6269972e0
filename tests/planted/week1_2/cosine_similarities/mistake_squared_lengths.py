# expect: the lengths were divided out squared
def cosine_similarities(vectors, query):
    squares = (vectors**2).sum(axis=1) * (query**2).sum()
    return vectors @ query / np.where(squares > 0, squares, 1)
