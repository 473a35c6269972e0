# expect: when can b be shown
def stream(tokens):
    shown, waiting = [], b""
    for token in tokens:
        waiting += token
        try:
            shown.append(waiting.decode("utf-8"))
            waiting = b""
        except UnicodeDecodeError as error:
            if error.reason == "unexpected end of data":
                shown.append(waiting[: error.start].decode("utf-8"))
                waiting = waiting[error.start :]
            else:
                shown.append(waiting[: error.start].decode("utf-8") + "\ufffd")
                waiting = waiting[error.end :]
    if waiting:
        shown[-1] += waiting.decode("utf-8", errors="replace")
    return shown
