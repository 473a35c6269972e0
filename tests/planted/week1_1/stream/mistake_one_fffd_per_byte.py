# expect: one � for both
def stream(tokens):
    shown, waiting = [], b""
    for t in tokens:
        waiting += t
        text = ""
        while waiting:
            b = waiting[0]
            need = (
                1
                if b < 0x80
                else 2
                if 0xC2 <= b < 0xE0
                else 3
                if 0xE0 <= b < 0xF0
                else 4
                if 0xF0 <= b < 0xF5
                else 0
            )
            if not need:
                text += "\ufffd"
                waiting = waiting[1:]
                continue
            if any(x & 0xC0 != 0x80 for x in waiting[1:need]):
                text += "\ufffd"
                waiting = waiting[1:]
                continue
            if len(waiting) < need:
                break
            text += waiting[:need].decode(errors="replace")
            waiting = waiting[need:]
        shown.append(text)
    if waiting and shown:
        shown[-1] += "\ufffd" * len(waiting)
    return shown
