# expect: at the same place
def alignment_error_rate(links, sure, possible):
    found, sure = dict(links), dict(sure)
    possible = {**dict(possible), **sure}
    a = sum(sure.get(c) == e for c, e in found.items())
    b = sum(possible.get(c) == e for c, e in found.items())
    return 1 - (a + b) / (len(found) + len(sure))
