# expect: shows that the half of 爱 will never be complete
def stream(tokens):
    shown, waiting = [], b""
    for token in tokens:
        text = waiting + token
        waiting = b""
        try:
            shown.append(text.decode("utf-8"))
        except UnicodeDecodeError as error:
            if error.reason == "unexpected end of data":
                shown.append(text[: error.start].decode("utf-8"))
                waiting = text[error.start :]
            else:
                shown.append(token.decode("utf-8", errors="replace"))
    if waiting:
        shown[-1] += waiting.decode("utf-8", errors="replace")
    return shown
