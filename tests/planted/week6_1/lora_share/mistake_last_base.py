# expect: by the last layer alone
def lora_share(layers, rank):
    new = 0
    for a, b in layers:
        new += rank * (a + b)
    return new / (a * b)
