# expect: by min without key, in the alphabet
def encode_by_rank(word, ranks):
    tokens = list(word)
    while True:
        candidates = [pair for pair in pairwise(tokens) if pair in ranks]
        if not candidates:
            return tokens
        tokens = merge_pair(tokens, min(candidates))
