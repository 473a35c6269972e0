# expect: The last a is lost
def merge_pair(tokens, pair):
    out, i = [], 0
    while i < len(tokens) - 1:
        if (tokens[i], tokens[i + 1]) == pair:
            out.append(tokens[i] + tokens[i + 1])
            i += 2
        else:
            out.append(tokens[i])
            i += 1
    if tokens and tuple(tokens[-2:]) != tuple(pair):
        out.append(tokens[-1])
    return out
