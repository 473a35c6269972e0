# expect: changed its input tokens from ['s', 'i', 'n', 'g', 'i', 'n'] to []
def merge_pair(tokens, pair):
    out = []
    while tokens:
        first = tokens.pop(0)
        if tokens and (first, tokens[0]) == pair:
            first += tokens.pop(0)
        out.append(first)
    return out
