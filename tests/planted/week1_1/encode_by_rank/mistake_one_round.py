# expect: When do you look for candidates again
def encode_by_rank(word, ranks):
    tokens = list(word)
    candidates = [pair for pair in pairwise(tokens) if pair in ranks]
    for pair in sorted(candidates, key=ranks.get):
        tokens = merge_pair(tokens, pair)
    return tokens
