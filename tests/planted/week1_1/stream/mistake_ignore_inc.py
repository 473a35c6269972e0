# expect: The byte FF has vanished
def stream(tokens):
    import codecs

    d = codecs.getincrementaldecoder("utf-8")(errors="ignore")
    return [d.decode(t, final=i == len(tokens) - 1) for i, t in enumerate(tokens)]
