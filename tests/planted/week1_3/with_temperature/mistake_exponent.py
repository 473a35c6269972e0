# expect: flatter than before, not sharper
def with_temperature(probabilities, temperature):
    powers = (probabilities / probabilities.max()) ** temperature
    return powers / powers.sum()
