# expect: the keys of ranks are tuples of two tokens
def encode_by_rank(word, ranks):
    tokens = list(word)
    while True:
        candidates = [pair for pair in pairwise(tokens) if pair[0] + pair[1] in ranks]
        if not candidates:
            return tokens
        tokens = merge_pair(tokens, min(candidates, key=ranks.get))
