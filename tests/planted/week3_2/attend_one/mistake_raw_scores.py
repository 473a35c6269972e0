# expect: weighted by the raw scores
def attend_one(query, keys, values):
    return keys @ query @ values
