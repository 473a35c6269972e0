# expect: one number of 'bias' has moved
def what_moved(before, after):
    return sorted(n for n in before if before[n].flatten()[0] != after[n].flatten()[0])
