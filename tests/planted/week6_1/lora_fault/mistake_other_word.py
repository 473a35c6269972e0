# expect: none of the five words
def lora_fault(layer, x):
    return "ok"
