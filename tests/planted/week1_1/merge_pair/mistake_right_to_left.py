# expect: You returned a / aa / aa, not aa / aa / a
def merge_pair(tokens, pair):
    out, i = [], len(tokens) - 1
    while i >= 0:
        if i > 0 and (tokens[i - 1], tokens[i]) == tuple(pair):
            out.insert(0, pair[0] + pair[1])
            i -= 2
        else:
            out.insert(0, tokens[i])
            i -= 1
    return out
