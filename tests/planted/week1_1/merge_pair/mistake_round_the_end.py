# expect: With which token did the last one make a pair
def merge_pair(tokens, pair):
    out = []
    i = 0
    while i < len(tokens):
        if (tokens[i], tokens[(i + 1) % len(tokens)]) == pair:
            out.append(pair[0] + pair[1])
            i += 2
        else:
            out.append(tokens[i])
            i += 1
    return out
