# expect: changed its input tokens
def stream(tokens):
    out = []
    w = b""
    while tokens:
        w += tokens.pop(0)
        try:
            out.append(w.decode())
            w = b""
        except UnicodeDecodeError:
            out.append("")
    return out
