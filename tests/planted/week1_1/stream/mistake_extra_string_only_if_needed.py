# expect: For 2 tokens you returned 3 strings
def stream(tokens):
    import codecs

    d = codecs.getincrementaldecoder("utf-8")(errors="replace")
    out = [d.decode(t) for t in tokens]
    rest = d.decode(b"", final=True)
    return out + [rest] if rest else out
