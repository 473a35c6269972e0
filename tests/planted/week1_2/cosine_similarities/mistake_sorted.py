# expect: Your cosines are sorted
def cosine_similarities(vectors, query):
    found = np.zeros(len(vectors))
    for i, vector in enumerate(vectors):
        lengths = np.linalg.norm(vector) * np.linalg.norm(query)
        found[i] = vector @ query / lengths if lengths else 0
    return np.sort(found)[::-1]
