def what_moved(before, after):
    moved = {name for name in before if (before[name] != after[name]).any()}
    return sorted(moved)
