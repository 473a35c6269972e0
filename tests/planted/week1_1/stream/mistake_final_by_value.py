# expect: equal to the last token, but is not the last
def stream(tokens):
    import codecs

    d = codecs.getincrementaldecoder("utf-8")(errors="replace")
    return [d.decode(t, final=t == tokens[-1]) for t in tokens]
