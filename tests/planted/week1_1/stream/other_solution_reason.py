def stream(tokens):
    shown, waiting = [], b""
    for t in tokens:
        waiting += t
        text = ""
        while waiting:
            try:
                text += waiting.decode()
                waiting = b""
            except UnicodeDecodeError as e:
                text += waiting[: e.start].decode()
                if e.reason == "unexpected end of data":
                    waiting = waiting[e.start :]
                    break
                text += "\ufffd"
                waiting = waiting[e.end :]
        shown.append(text)
    if waiting:
        shown[-1] += "\ufffd"
    return shown
