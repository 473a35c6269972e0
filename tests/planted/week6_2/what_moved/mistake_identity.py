# expect: Two equal tensors can be two objects
def what_moved(before, after):
    return sorted(n for n in before if before[n] is not after[n])
