# expect: only the query's length is divided out
def cosine_similarities(vectors, query):
    return vectors @ query / np.linalg.norm(query)
