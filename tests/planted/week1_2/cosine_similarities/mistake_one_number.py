# expect: Your function returned a number
def cosine_similarities(vectors, query):
    return float((vectors @ query).sum() / np.linalg.norm(vectors) / np.linalg.norm(query))
