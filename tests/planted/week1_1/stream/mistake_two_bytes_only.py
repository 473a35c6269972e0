# expect: How many bytes can a character have
def stream(tokens):
    shown, waiting = [], b""
    for token in tokens:
        waiting += token
        try:
            shown.append(waiting.decode("utf-8"))
            waiting = b""
        except UnicodeDecodeError:
            if len(waiting) >= 3:
                shown.append(waiting.decode("utf-8", errors="replace"))
                waiting = b""
            else:
                shown.append("")
    return shown
