# expect: there are 40
def lora_share(layers, rank):
    return sum(rank * a for a, b in layers) / sum(a * b for a, b in layers)
