# expect: Do you take the pair of lowest rank, or the first one from the left
def encode_by_rank(word, ranks):
    tokens = list(word)
    while True:
        for pair in pairwise(tokens):
            if pair in ranks:
                tokens = merge_pair(tokens, pair)
                break
        else:
            return tokens
