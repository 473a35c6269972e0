# expect: which is a tuple, and each entry is a string
def merge_pair(tokens, pair):
    out, i = [], 0
    while i < len(tokens):
        if tuple(tokens[i : i + 2]) == pair:
            out.append(pair)
            i += 2
        else:
            out.append(tokens[i])
            i += 1
    return out
