# expect: Your probabilities sum to 0.375
def with_temperature(probabilities, temperature):
    return probabilities ** (1 / temperature)
