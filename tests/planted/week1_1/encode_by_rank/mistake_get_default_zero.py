# expect: b c, of rank 0, is not in this word
def encode_by_rank(word, ranks):
    tokens = list(word)
    while len(tokens) > 1:
        best = min(pairwise(tokens), key=lambda p: ranks.get(p, 0))
        if best not in ranks:
            break
        tokens = merge_pair(tokens, best)
    return tokens
