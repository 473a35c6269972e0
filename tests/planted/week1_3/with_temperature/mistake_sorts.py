# expect: Does your code assume that the likeliest token stands first?
def with_temperature(probabilities, temperature):
    largest_first = np.sort(probabilities)[::-1]
    powers = (largest_first / largest_first[0]) ** (1 / temperature)
    return powers / powers.sum()
