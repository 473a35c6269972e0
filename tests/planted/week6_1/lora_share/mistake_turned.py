# expect: base over LoRA
def lora_share(layers, rank):
    return sum(a * b for a, b in layers) / sum(rank * (a + b) for a, b in layers)
