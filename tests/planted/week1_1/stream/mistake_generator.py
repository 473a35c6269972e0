# expect: an object of type generator
def stream(tokens):
    import codecs

    d = codecs.getincrementaldecoder("utf-8")(errors="replace")
    for i, t in enumerate(tokens):
        yield d.decode(t, final=i == len(tokens) - 1)
