# expect: not a NumPy array
def with_temperature(probabilities, temperature):
    m = max(probabilities)
    p = [(x / m) ** (1 / temperature) for x in probabilities]
    return [x / sum(p) for x in p]
