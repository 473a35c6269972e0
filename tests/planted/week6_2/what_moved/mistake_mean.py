# expect: You found ['bias', 'prompt', 'table']
def what_moved(before, after):
    return sorted(n for n in before if before[n].mean() != after[n].mean())
