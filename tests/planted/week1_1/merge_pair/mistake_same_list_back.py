# expect: you returned the caller's own list
def merge_pair(tokens, pair):
    if pair not in zip(tokens, tokens[1:]):
        return tokens
    out = []
    i = 0
    while i < len(tokens):
        if tuple(tokens[i : i + 2]) == pair:
            out.append(pair[0] + pair[1])
            i += 2
        else:
            out.append(tokens[i])
            i += 1
    return out
