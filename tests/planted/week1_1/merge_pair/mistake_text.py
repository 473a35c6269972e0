# expect: Do you compare tokens, or text
def merge_pair(tokens, pair):
    merged, i = [], 0
    while i < len(tokens):
        if "".join(tokens[i : i + 2]) == pair[0] + pair[1]:
            merged.append(pair[0] + pair[1])
            i += 2
        else:
            merged.append(tokens[i])
            i += 1
    return merged
