# expect: changed its input possible
def alignment_error_rate(links, sure, possible):
    if not isinstance(possible, set):
        possible = set(possible)
    possible |= set(sure)
    found, sure = set(links), set(sure)
    return 1 - (len(found & sure) + len(found & possible)) / (len(found) + len(sure))
