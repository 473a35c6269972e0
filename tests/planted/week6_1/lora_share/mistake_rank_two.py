# expect: belongs to the first examples only
def lora_share(layers, rank):
    return 2 * sum(a + b for a, b in layers) / sum(a * b for a, b in layers)
