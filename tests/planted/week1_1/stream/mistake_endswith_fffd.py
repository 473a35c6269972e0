# expect: You returned ['', 'a�b', 'c']
def stream(tokens):
    shown, waiting = [], b""
    for t in tokens:
        waiting += t
        text = waiting.decode("utf-8", errors="replace")
        if text.endswith("\ufffd"):
            shown.append("")
        else:
            shown.append(text)
            waiting = b""
    if shown:
        shown[-1] += waiting.decode("utf-8", errors="replace")
    return shown
