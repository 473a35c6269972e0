# expect: The last token had probability 0 and now has 0.67
def with_temperature(probabilities, temperature):
    powers = (probabilities - probabilities.max()) ** (1 / temperature)
    return powers / powers.sum()
