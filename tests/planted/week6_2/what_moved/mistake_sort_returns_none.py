# expect: A list of names is wanted; you returned None
def what_moved(before, after):
    moved = [name for name in before if not torch.equal(before[name], after[name])]
    return moved.sort()
