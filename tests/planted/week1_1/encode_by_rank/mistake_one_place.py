# expect: Is a pair fused wherever it occurs
def encode_by_rank(word, ranks):
    tokens = list(word)
    done = set()
    while True:
        candidates = [p for p in pairwise(tokens) if p in ranks and p not in done]
        if not candidates:
            return tokens
        pair = min(candidates, key=ranks.get)
        done.add(pair)
        i = list(pairwise(tokens)).index(pair)
        tokens[i : i + 2] = [pair[0] + pair[1]]
