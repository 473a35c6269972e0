# expect: The cosine of row 0 and the query is 1
def cosine_similarities(vectors, query):
    return np.linalg.norm(vectors - query, axis=1)
