# expect: Your result has shape (4, 1)
def cosine_similarities(vectors, query):
    v, q = vectors, query
    n = np.linalg.norm(v, axis=1, keepdims=True)
    n[n == 0] = 1
    return (v @ q)[:, None] / (n * np.linalg.norm(q))
