# expect: At temperature 0.5 nothing changed
def with_temperature(probabilities, temperature):
    return probabilities / probabilities.sum()
