# expect: Is 0 true or false in an if
def encode_by_rank(word, ranks):
    tokens = list(word)
    while True:
        candidates = [pair for pair in pairwise(tokens) if ranks.get(pair)]
        if not candidates:
            return tokens
        tokens = merge_pair(tokens, min(candidates, key=ranks.get))
