# expect: The two bytes of the first half are forgotten
def stream(tokens):
    import codecs

    shown = []
    for i, token in enumerate(tokens):
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        shown.append(decoder.decode(token, final=i == len(tokens) - 1))
    return shown
