# expect: 0.00000001: hardly, but it moved
def what_moved(before, after):
    return sorted(n for n in before if (after[n] - before[n]).max() > 0)
