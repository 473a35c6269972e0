# expect: Each n is still there after it was merged
def merge_pair(tokens, pair):
    merged = []
    for i, token in enumerate(tokens):
        if tuple(tokens[i : i + 2]) == pair:
            merged.append(pair[0] + pair[1])
        else:
            merged.append(token)
    return merged
