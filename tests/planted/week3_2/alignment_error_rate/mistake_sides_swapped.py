# expect: two sides of a link
def alignment_error_rate(links, sure, possible):
    found, sure = {(e, c) for c, e in links}, set(sure)
    allowed = set(possible) | sure
    return 1 - (len(found & sure) + len(found & allowed)) / (len(found) + len(sure))
