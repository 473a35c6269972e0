# expect: Only the first layer was counted
def lora_share(layers, rank):
    for a, b in layers:
        return rank * (a + b) / (a * b)
