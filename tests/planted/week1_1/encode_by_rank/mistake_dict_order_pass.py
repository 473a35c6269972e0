# expect: Do you go in the order of the ranks?
def encode_by_rank(word, ranks):
    tokens = list(word)
    for pair in ranks:
        tokens = merge_pair(tokens, pair)
    return tokens
