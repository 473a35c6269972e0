# expect: Which of its bytes must wait?
def stream(tokens):
    out = []
    w = b""
    for t in tokens:
        w += t
        try:
            out.append(w.decode())
            w = b""
        except UnicodeDecodeError as e:
            if e.reason == "unexpected end of data":
                out.append(w[: e.start].decode())
                w = w[e.start :]
            else:
                out.append(w.decode(errors="replace"))
                w = b""
    if w:
        out[-1] += "\ufffd"
    return out
