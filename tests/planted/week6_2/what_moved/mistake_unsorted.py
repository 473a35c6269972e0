# expect: wanted is a sorted list
def what_moved(before, after):
    return [n for n in before if not torch.equal(before[n], after[n])]
