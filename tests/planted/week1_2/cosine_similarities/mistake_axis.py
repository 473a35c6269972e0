# expect: columns were scaled, not rows
def cosine_similarities(vectors, query):
    columns = vectors / np.linalg.norm(vectors, axis=0)
    return columns @ query / np.linalg.norm(query)
