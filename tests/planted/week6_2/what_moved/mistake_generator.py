# expect: an object of type generator
def what_moved(before, after):
    return (n for n in sorted(before) if not torch.equal(before[n], after[n]))
