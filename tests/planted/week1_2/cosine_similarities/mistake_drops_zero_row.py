# expect: Your result has shape (1,)
def cosine_similarities(vectors, query):
    v, q = vectors, query
    n = np.linalg.norm(v, axis=1)
    k = n > 0
    return (v[k] @ q) / (n[k] * np.linalg.norm(q))
