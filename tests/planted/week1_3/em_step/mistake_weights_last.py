# expect: New weight 0 is 0.2197
def em_step(frequencies, weights):
    r = frequencies / frequencies.sum(axis=0)
    new = weights * r.mean(axis=1)
    return new / new.sum()
