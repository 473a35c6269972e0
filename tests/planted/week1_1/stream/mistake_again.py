# expect: The text so far is shown again each time
def stream(tokens):
    shown, text = [], b""
    for token in tokens:
        text += token
        try:
            shown.append(text.decode("utf-8"))
        except UnicodeDecodeError:
            shown.append("")
    return shown
