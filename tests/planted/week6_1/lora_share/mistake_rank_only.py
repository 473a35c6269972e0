# expect: does not count the widths
def lora_share(layers, rank):
    return sum(rank for a, b in layers) / sum(a * b for a, b in layers)
