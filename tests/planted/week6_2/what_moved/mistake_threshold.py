# expect: has moved from 0 to -0.00000001
def what_moved(before, after):
    return sorted(n for n in before if (before[n] - after[n]).abs().max() > 1e-6)
