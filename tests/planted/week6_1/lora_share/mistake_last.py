# expect: Only the last layer was counted
def lora_share(layers, rank):
    for a, b in layers:
        share = rank * (a + b) / (a * b)
    return share
