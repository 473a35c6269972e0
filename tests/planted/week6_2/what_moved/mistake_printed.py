# expect: ['bias', 'prompt', 'query', 'value']; but the numbers of 'table'
def what_moved(before, after):
    return sorted(name for name in before if str(before[name]) != str(after[name]))
