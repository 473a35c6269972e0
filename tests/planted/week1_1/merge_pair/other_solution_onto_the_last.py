def merge_pair(tokens, pair):
    out = []
    for t in tokens:
        if out and (out[-1], t) == tuple(pair):
            out[-1] += t
        else:
            out.append(t)
    return out
