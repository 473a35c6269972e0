# expect: At temperature 2, entry 0
def with_temperature(probabilities, temperature):
    p = (probabilities / probabilities.max()) ** (1 // temperature)
    return p / p.sum()
