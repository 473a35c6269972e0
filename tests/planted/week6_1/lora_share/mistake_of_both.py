# expect: counted with the base's
def lora_share(layers, rank):
    return sum(rank * (a + b) for a, b in layers) / sum(rank * (a + b) + a * b for a, b in layers)
