# expect: Does your code wait for bytes that can never come?
def stream(tokens):
    shown, waiting = [], b""
    for t in tokens:
        waiting += t
        try:
            shown.append(waiting.decode())
            waiting = b""
        except UnicodeDecodeError:
            if len(waiting) >= 4:
                shown.append(waiting.decode(errors="replace"))
                waiting = b""
            else:
                shown.append("")
    if waiting and shown:
        shown[-1] += waiting.decode(errors="replace")
    return shown
