# expect: When every sure link is listed twice
def alignment_error_rate(links, sure, possible):
    found = set(links)
    allowed = {*possible, *sure}
    return 1 - (len(found.intersection(sure)) + len(found & allowed)) / (len(found) + len(sure))
