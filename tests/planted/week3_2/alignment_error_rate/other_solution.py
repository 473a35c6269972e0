def alignment_error_rate(links, sure, possible):
    links, sure = set(links), set(sure)
    hits = 0
    for link in links:
        hits += (link in sure) + (link in sure or link in possible)
    return 1 - hits / (len(links) + len(sure))
