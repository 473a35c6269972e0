# expect: You took the mean of the layers
def lora_share(layers, rank):
    return sum(rank * (a + b) / (a * b) for a, b in layers) / len(layers)
