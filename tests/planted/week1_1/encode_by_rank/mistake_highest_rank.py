# expect: Once it is fused, a b and c d no longer exist
def encode_by_rank(word, ranks):
    tokens = list(word)
    while True:
        candidates = [pair for pair in pairwise(tokens) if pair in ranks]
        if not candidates:
            return tokens
        tokens = merge_pair(tokens, max(candidates, key=ranks.get))
