def stream(tokens):
    text, shown = b"", []
    for i, token in enumerate(tokens):
        text += token
        whole = text
        if i < len(tokens) - 1:
            # keep back an unfinished character: the longest tail that more bytes could complete
            for size in (3, 2, 1):
                tail = text[len(text) - size :] if size <= len(text) else b""
                if tail and completable(tail):
                    whole = text[: len(text) - size]
                    break
        shown.append(whole.decode("utf-8", errors="replace"))
        text = text[len(whole) :]
    return shown


def completable(tail):
    fillers = ([0x80], [0xBF], [0x80, 0x80], [0xBF, 0x80], [0x80, 0x80, 0x80], [0xBF, 0x80, 0x80])
    for filler in fillers:
        try:
            if len((tail + bytes(filler)).decode("utf-8")) == 1:
                return True
        except UnicodeDecodeError:
            continue
    return False
