# expect: the row that points away from the query
def cosine_similarities(vectors, query):
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    return np.maximum(vectors @ query / np.where(lengths > 0, lengths, 1), 0)
