# expect: What does += add to a list
def merge_pair(tokens, pair):
    merged, i = [], 0
    while i < len(tokens):
        if tuple(tokens[i : i + 2]) == pair:
            merged += pair[0] + pair[1]
            i += 2
        else:
            merged += tokens[i]
            i += 1
    return merged
