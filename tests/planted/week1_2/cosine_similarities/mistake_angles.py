# expect: angles, 0 for the same direction
def cosine_similarities(vectors, query):
    n = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    return np.arccos(np.clip(vectors @ query / np.where(n > 0, n, 1), -1, 1))
