# expect: Which tokens do you begin with
def encode_by_rank(word, ranks):
    tokens = [word]
    while True:
        candidates = [pair for pair in pairwise(tokens) if pair in ranks]
        if not candidates:
            return tokens
        tokens = merge_pair(tokens, min(candidates, key=ranks.get))
