def lora_share(layers, rank):
    new = base = 0
    for inputs, outputs in layers:
        new += rank * inputs + outputs * rank
        base += inputs * outputs
    return new / base
