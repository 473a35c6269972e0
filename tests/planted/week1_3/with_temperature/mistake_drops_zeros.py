# expect: Your result has shape (3,)
def with_temperature(probabilities, temperature):
    p = probabilities[probabilities > 0]
    p = (p / p.max()) ** (1 / temperature)
    return p / p.sum()
