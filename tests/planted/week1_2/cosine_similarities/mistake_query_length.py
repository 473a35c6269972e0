# expect: the query has length 2 and still counts
def cosine_similarities(vectors, query):
    lengths = np.linalg.norm(vectors, axis=1)
    return vectors @ query / np.where(lengths > 0, lengths, 1)
