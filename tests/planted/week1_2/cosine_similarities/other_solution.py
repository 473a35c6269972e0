def cosine_similarities(vectors, query):
    cosines = []
    for vector in vectors:
        lengths = np.sqrt((vector**2).sum() * (query**2).sum())
        cosines.append(vector @ query / lengths if lengths > 0 else 0.0)
    return np.array(cosines)
