# expect: the scores divided by their sum
def attend_one(query, keys, values):
    scores = keys @ query
    return scores / scores.sum() @ values
