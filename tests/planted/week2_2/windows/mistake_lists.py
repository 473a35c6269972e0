# expect: Your contexts are a list
def windows(tokens, n):
    padded = [START] * (n - 1) + tokens.tolist()
    return [padded[t : t + n - 1] for t in range(len(tokens))], tokens
