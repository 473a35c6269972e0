# expect: 'tuple' object has no attribute 'copy'
def merge_pair(tokens, pair):
    out = tokens.copy()
    i = 0
    while i < len(out) - 1:
        if (out[i], out[i + 1]) == pair:
            out[i : i + 2] = [pair[0] + pair[1]]
        i += 1
    return out
