def merge_pair(tokens, pair):
    merged = []
    fresh = False  # was the last token of merged fused here?
    for token in tokens:
        if merged and not fresh and merged[-1] == pair[0] and token == pair[1]:
            merged[-1] += token
            fresh = True
        else:
            merged.append(token)
            fresh = False
    return merged
