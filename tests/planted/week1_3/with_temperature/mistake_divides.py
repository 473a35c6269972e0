# expect: what does the division by the sum leave of it?
def with_temperature(probabilities, temperature):
    scaled = probabilities / temperature
    return scaled / scaled.sum()
