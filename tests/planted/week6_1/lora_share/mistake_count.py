# expect: a count or a percentage
def lora_share(layers, rank):
    return sum(rank * (a + b) for a, b in layers)
