# expect: plain dot products
def cosine_similarities(vectors, query):
    return vectors @ query
