# expect: takes the logarithm of zero, for these inputs
def with_temperature(probabilities, temperature):
    powers = probabilities ** (1 / temperature)
    return powers / powers.sum()
