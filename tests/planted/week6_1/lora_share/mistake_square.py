# expect: it needs 100
def lora_share(layers, rank):
    return sum(rank * 2 * a for a, b in layers) / sum(a * b for a, b in layers)
