def what_moved(before, after):
    moved = []
    for name, old in before.items():
        if (old != after[name]).any():
            moved.append(name)
    moved.sort()
    return moved
