# expect: Which method of bytes makes text of them
def stream(tokens):
    return [str(token) for token in tokens]
