# expect: When every link is listed twice
def alignment_error_rate(links, sure, possible):
    allowed = set(possible) | set(sure)
    found = [link for link in links if link in set(sure)]
    fine = [link for link in links if link in allowed]
    return 1 - (len(found) + len(fine)) / (len(links) + len(sure))
