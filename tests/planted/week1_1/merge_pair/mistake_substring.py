# expect: xi is another token than i
def merge_pair(tokens, pair):
    merged, i = [], 0
    while i < len(tokens):
        if i + 1 < len(tokens) and pair[0] in tokens[i] and pair[1] in tokens[i + 1]:
            merged.append(tokens[i] + tokens[i + 1])
            i += 2
        else:
            merged.append(tokens[i])
            i += 1
    return merged
