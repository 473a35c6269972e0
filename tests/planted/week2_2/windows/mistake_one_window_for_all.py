# expect: which the window holds after the last token
def windows(tokens, n):
    window, rows = [START] * (n - 1), []
    for token in tokens:
        rows.append(window)
        window.pop(0)
        window.append(token)
    return np.array(rows), tokens
