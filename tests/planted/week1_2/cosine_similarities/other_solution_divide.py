def cosine_similarities(vectors, query):
    lengths = np.sqrt(np.einsum("vc,vc->v", vectors, vectors) * (query @ query))
    return np.divide(vectors @ query, lengths, out=np.zeros(len(vectors)), where=lengths > 0)
