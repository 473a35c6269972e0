# expect: both of its halves were ignored
def stream(tokens):
    return [token.decode("utf-8", errors="ignore") for token in tokens]
