# expect: Do you keep the list that merge_pair returns
def encode_by_rank(word, ranks):
    tokens = list(word)
    for pair in sorted(ranks, key=ranks.get):
        merge_pair(tokens, pair)
    return tokens
