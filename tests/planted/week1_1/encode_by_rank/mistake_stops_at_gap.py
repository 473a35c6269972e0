# expect: is not in this word. What does your code do then
def encode_by_rank(word, ranks):
    tokens = list(word)
    for pair in sorted(ranks, key=ranks.get):
        if pair not in pairwise(tokens):
            break
        tokens = merge_pair(tokens, pair)
    return tokens
