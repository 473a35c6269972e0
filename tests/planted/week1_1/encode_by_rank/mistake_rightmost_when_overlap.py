# expect: from left to right
def encode_by_rank(word, ranks):
    tokens = list(word)
    while True:
        c = [(ranks[p], -i) for i, p in enumerate(pairwise(tokens)) if p in ranks]
        if not c:
            return tokens
        i = -min(c)[1]
        tokens[i : i + 2] = [tokens[i] + tokens[i + 1]]
