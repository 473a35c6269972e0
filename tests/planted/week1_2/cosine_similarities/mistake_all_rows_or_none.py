# expect: Row 1 gives 0 instead of 0.8
def cosine_similarities(vectors, query):
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    if not lengths.all():
        return np.zeros(len(vectors))
    return vectors @ query / lengths
