# expect: with the token that completes it
def stream(tokens):
    whole = [b"".join(tokens[:i]).decode(errors="replace") for i in range(len(tokens) + 1)]
    return [b[len(a) :] for a, b in zip(whole, whole[1:])]
