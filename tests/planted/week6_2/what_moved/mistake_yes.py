# expect: A list of names is wanted
def what_moved(before, after):
    return any(not torch.equal(before[n], after[n]) for n in before)
