# expect: Your code stopped with ValueError
import codecs


def stream(tokens):
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    *first, last = tokens
    return [*map(decoder.decode, first), decoder.decode(last, final=True)]
