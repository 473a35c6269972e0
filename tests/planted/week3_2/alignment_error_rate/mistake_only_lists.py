# expect: unsupported operand
def alignment_error_rate(links, sure, possible):
    allowed = set(sure + possible)
    found, sure = set(links), set(sure)
    return 1 - (len(found & sure) + len(found & allowed)) / (len(found) + len(sure))
