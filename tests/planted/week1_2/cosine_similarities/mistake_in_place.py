# expect: changed its input vectors
def cosine_similarities(vectors, query):
    v, q = vectors, query
    n = np.linalg.norm(v, axis=1, keepdims=True)
    n[n == 0] = 1
    v /= n
    return v @ q / np.linalg.norm(q)
