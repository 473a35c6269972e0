# expect: Your code stopped with KeyError
def encode_by_rank(word, ranks):
    tokens = list(word)
    while len(tokens) > 1:
        best = min(pairwise(tokens), key=lambda p: ranks[p])
        tokens = merge_pair(tokens, best)
    return tokens
