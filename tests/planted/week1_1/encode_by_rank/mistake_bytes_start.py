# expect: Do you begin with characters, or with bytes?
def encode_by_rank(word, ranks):
    tokens = [chr(b) for b in word.encode()]
    while True:
        c = [p for p in pairwise(tokens) if p in ranks]
        if not c:
            return tokens
        tokens = merge_pair(tokens, min(c, key=ranks.get))
