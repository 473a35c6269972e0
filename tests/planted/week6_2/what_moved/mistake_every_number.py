# expect: which leaves their sum as it was
def what_moved(before, after):
    return sorted(n for n in before if (before[n] != after[n]).all())
