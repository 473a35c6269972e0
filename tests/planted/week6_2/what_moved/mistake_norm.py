# expect: which leaves its sum and its norm as they were
def what_moved(before, after):
    return sorted(n for n in before if abs(before[n].norm() - after[n].norm()) > 1e-9)
