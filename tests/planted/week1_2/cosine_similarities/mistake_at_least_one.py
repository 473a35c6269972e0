# expect: A row shorter than 1
def cosine_similarities(vectors, query):
    v, q = vectors, query
    return v @ q / (np.maximum(np.linalg.norm(v, axis=1), 1) * np.linalg.norm(q))
