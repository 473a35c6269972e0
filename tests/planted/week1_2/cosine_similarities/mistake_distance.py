# expect: one minus the cosine
def cosine_similarities(vectors, query):
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    return 1 - vectors @ query / lengths
