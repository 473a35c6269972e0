# expect: When can it be shown?
def stream(tokens):
    shown, waiting = [], b""
    for t in tokens:
        waiting += t
        try:
            shown.append(waiting.decode())
            waiting = b""
        except UnicodeDecodeError as e:
            if e.reason == "invalid start byte":
                shown.append(waiting.decode(errors="replace"))
                waiting = b""
            else:
                shown.append("")
    if waiting and shown:
        shown[-1] += waiting.decode(errors="replace")
    return shown
