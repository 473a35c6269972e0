# expect: have moved by 0.00003 at most
def what_moved(before, after):
    return sorted(n for n in before if not torch.allclose(before[n], after[n]))
