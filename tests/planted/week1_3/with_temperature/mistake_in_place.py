# expect: Your function changed its input probabilities
def with_temperature(probabilities, temperature):
    probabilities /= probabilities.max()
    powers = probabilities ** (1 / temperature)
    return powers / powers.sum()
