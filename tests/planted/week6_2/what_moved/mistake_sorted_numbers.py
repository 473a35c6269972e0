# expect: have changed places
def what_moved(before, after):
    return sorted(
        n
        for n in before
        if not torch.equal(before[n].flatten().sort()[0], after[n].flatten().sort()[0])
    )
