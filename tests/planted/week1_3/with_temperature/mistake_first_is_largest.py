# expect: Your result[0] is nan
def with_temperature(probabilities, temperature):
    powers = (probabilities / probabilities[0]) ** (1 / temperature)
    return powers / powers.sum()
