# expect: What is your exponent at temperature 2?
def with_temperature(probabilities, temperature):
    powers = (probabilities / probabilities.max()) ** max(1, 1 / temperature)
    return powers / powers.sum()
