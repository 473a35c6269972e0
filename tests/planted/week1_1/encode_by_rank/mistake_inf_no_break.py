# expect: when is nothing fused
def encode_by_rank(word, ranks):
    tokens = list(word)
    while len(tokens) > 1:
        best = min(pairwise(tokens), key=lambda pair: ranks.get(pair, float("inf")))
        tokens = merge_pair(tokens, best)
    return tokens
