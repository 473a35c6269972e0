# expect: Nothing has moved, you say
def what_moved(before, after):
    return sorted(n for n in before if before[n].shape != after[n].shape)
