# expect: Without any link
def alignment_error_rate(links, sure, possible):
    found, sure = set(links), set(sure)
    if not found:
        return 0.0
    allowed = set(possible) | sure
    return 1 - (len(found & sure) + len(found & allowed)) / (len(found) + len(sure))
