# expect: Can the second a of one merge be the first a of the next
def merge_pair(tokens, pair):
    places = [i for i in range(len(tokens) - 1) if (tokens[i], tokens[i + 1]) == pair]
    merged = []
    for i, token in enumerate(tokens):
        if i in places:
            merged.append(pair[0] + pair[1])
        elif i - 1 not in places:
            merged.append(token)
    return merged
