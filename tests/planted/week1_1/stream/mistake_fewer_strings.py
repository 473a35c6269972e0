# expect: For 4 tokens you returned 3 strings
def stream(tokens):
    shown, waiting = [], b""
    for token in tokens:
        waiting += token
        try:
            shown.append(waiting.decode("utf-8"))
            waiting = b""
        except UnicodeDecodeError:
            continue
    return shown
