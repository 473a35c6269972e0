# expect: A space is a character too
def encode_by_rank(word, ranks):
    tokens = list(word.strip())
    while True:
        c = [p for p in zip(tokens, tokens[1:]) if p in ranks]
        if not c:
            return tokens
        tokens = merge_pair(tokens, min(c, key=ranks.get))
