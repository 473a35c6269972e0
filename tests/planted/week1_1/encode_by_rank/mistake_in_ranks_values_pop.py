# expect: Your function changed its input ranks
def encode_by_rank(word, ranks):
    tokens = list(word)
    while True:
        c = [p for p in pairwise(tokens) if p in ranks]
        if not c:
            return tokens
        p = min(c, key=ranks.get)
        tokens = merge_pair(tokens, p)
        del ranks[p]
