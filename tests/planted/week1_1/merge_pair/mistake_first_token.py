# expect: Your code stopped with IndexError
def merge_pair(tokens, pair):
    merged = [tokens[0]]
    fused = False
    for token in tokens[1:]:
        if (merged[-1], token) == tuple(pair) and not fused:
            merged[-1] += token
            fused = True
        else:
            merged.append(token)
            fused = False
    return merged
