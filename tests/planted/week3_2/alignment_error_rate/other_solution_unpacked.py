def alignment_error_rate(links, sure, possible):
    found, wanted = {(c, e) for c, e in links}, {(c, e) for c, e in sure}
    missed, wrong = wanted - found, found - wanted
    fine = [link for link in wrong if link in {(c, e) for c, e in possible}]
    return (len(missed) + len(wrong) - len(fine)) / (len(found) + len(wanted))
