# expect: ten biases are counted
def lora_share(layers, rank):
    return sum(rank * (a + b) for a, b in layers) / sum(a * b + b for a, b in layers)
