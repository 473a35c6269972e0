# expect: you returned 0.2941 instead of
def alignment_error_rate(links, sure, possible):
    found, sure = set(links), set(sure)
    allowed = set(possible) | sure
    recall, precision = len(found & sure) / len(sure), len(found & allowed) / len(found)
    return 1 - (2 * recall * precision / (recall + precision) if recall + precision else 0)
