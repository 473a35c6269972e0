# expect: that of a square one
def lora_share(layers, rank):
    return sum(2 * rank * a for a, b in layers) / sum(a * a for a, b in layers)
