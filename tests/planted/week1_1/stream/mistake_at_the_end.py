# expect: but it comes with the last token
def stream(tokens):
    if not tokens:
        return []
    return [""] * (len(tokens) - 1) + [b"".join(tokens).decode("utf-8", errors="replace")]
