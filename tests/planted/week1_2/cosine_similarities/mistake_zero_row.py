# expect: Your result[0] is nan
def cosine_similarities(vectors, query):
    with np.errstate(invalid="ignore"):
        return vectors @ query / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(query))
