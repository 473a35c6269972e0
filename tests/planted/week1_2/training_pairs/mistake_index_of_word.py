# expect: comes twice in its document
def training_pairs(documents, window):
    ds, w = documents, window
    out = []
    for d in ds:
        for c in d:
            i = d.index(c)
            out += [(c, n) for n in d[max(0, i - w) : i] + d[i + 1 : i + w + 1]]
    return out
