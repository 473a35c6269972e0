# expect: you returned a list.
def what_moved(before, after):
    return [after[n] for n in sorted(before) if not torch.equal(before[n], after[n])]
