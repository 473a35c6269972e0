# expect: When are new candidates found?
def encode_by_rank(word, ranks):
    tokens = list(word)
    while True:
        c = [p for p in zip(tokens, tokens[1:]) if p in ranks]
        if not c:
            return tokens
        for p in sorted(c, key=ranks.get):
            tokens = merge_pair(tokens, p)
