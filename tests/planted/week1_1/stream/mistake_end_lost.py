# expect: are left after the last token
import codecs


def stream(tokens):
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    return [decoder.decode(token) for token in tokens]
