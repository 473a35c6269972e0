# expect: Does your loop run for two tokens?
def encode_by_rank(word, ranks):
    tokens = list(word)
    while len(tokens) > 2:
        c = [p for p in pairwise(tokens) if p in ranks]
        if not c:
            return tokens
        tokens = merge_pair(tokens, min(c, key=ranks.get))
    return tokens
