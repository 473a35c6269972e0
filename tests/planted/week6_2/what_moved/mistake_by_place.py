# expect: You compare by place
def what_moved(before, after):
    triples = zip(before, before.values(), after.values())
    return sorted(name for name, old, new in triples if not torch.equal(old, new))
