# expect: Your numbers are right, but NumPy warned: invalid value
def cosine_similarities(vectors, query):
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    return np.nan_to_num(vectors @ query / lengths)
