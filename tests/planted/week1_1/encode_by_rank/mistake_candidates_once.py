# expect: When do you look for candidates again?
def encode_by_rank(word, ranks):
    tokens = list(word)
    c = sorted({p for p in pairwise(tokens) if p in ranks}, key=ranks.get)
    for p in c:
        tokens = merge_pair(tokens, p)
    return tokens
