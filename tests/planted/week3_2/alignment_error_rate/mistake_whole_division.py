# expect: you returned 1 instead of
def alignment_error_rate(links, sure, possible):
    found, sure = set(links), set(sure)
    allowed = set(possible) | sure
    return 1 - (len(found & sure) + len(found & allowed)) // (len(found) + len(sure))
