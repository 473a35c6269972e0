# expect: two of 0.04, you returned nan
def with_temperature(probabilities, temperature):
    powers = probabilities ** (1 / temperature)
    return powers / powers.sum()
