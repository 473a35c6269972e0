# expect: When possible holds the sure links too
def alignment_error_rate(links, sure, possible):
    found, sure, possible = set(links), set(sure), set(possible)
    hits = len(found & sure) + len(found & sure) + len(found & possible)
    return 1 - hits / (len(found) + len(sure))
