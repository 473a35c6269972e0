# expect: Your probabilities sum to 1.500
def with_temperature(probabilities, temperature):
    return (probabilities / probabilities.max()) ** (1 / temperature)
