# expect: the length of the whole table
def cosine_similarities(vectors, query):
    return vectors @ query / (np.linalg.norm(vectors) * np.linalg.norm(query))
