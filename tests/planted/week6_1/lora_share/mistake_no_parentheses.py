# expect: Does the rank multiply both widths
def lora_share(layers, rank):
    return sum(rank * a + b for a, b in layers) / sum(a * b for a, b in layers)
