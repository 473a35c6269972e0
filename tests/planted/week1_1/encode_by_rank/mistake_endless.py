# expect: Your function did not end
def encode_by_rank(word, ranks):
    tokens = list(word)
    while any(pair in ranks for pair in pairwise(tokens)):
        candidates = [pair for pair in pairwise(tokens) if pair in ranks]
        merge_pair(tokens, min(candidates, key=ranks.get))
    return tokens
