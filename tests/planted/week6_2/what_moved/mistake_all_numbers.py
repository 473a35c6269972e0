# expect: What do you compare with what
def what_moved(before, after):
    return sorted(n for n in before if n not in after)
