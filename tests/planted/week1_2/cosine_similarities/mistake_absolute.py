# expect: You returned only positive cosines
def cosine_similarities(vectors, query):
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    return np.abs(vectors @ query) / np.where(lengths > 0, lengths, 1)
