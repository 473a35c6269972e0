# expect: the only tensor that is still what it was
def what_moved(before, after):
    return sorted(n for n in before if torch.equal(before[n], after[n]))
