# expect: What is tokens[i : i + 2] then?
def merge_pair(tokens, pair):
    out, i = [], 0
    while i < len(tokens):
        if tokens[i : i + 2] == list(pair):
            out.append(pair[0] + pair[1])
            i += 2
        else:
            out.append(tokens[i])
            i += 1
    return out
