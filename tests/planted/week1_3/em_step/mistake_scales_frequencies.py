# expect: changed its input frequencies
def em_step(frequencies, weights):
    frequencies *= weights[:, None]
    frequencies /= frequencies.sum(axis=0)
    return frequencies.mean(axis=1)
