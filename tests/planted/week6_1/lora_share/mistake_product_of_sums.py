# expect: product of the sums
def lora_share(layers, rank):
    i = sum(a for a, b in layers)
    o = sum(b for a, b in layers)
    return rank * (i + o) / (i * o)
