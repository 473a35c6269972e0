# expect: The second token holds two of the three bytes
def stream(tokens):
    return [token.decode("utf-8", errors="replace") for token in tokens]
