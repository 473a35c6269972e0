def encode_by_rank(word, ranks):
    tokens = list(word)
    for pair in sorted(ranks, key=ranks.get):
        tokens = merge_pair(tokens, pair)
    return tokens
