# expect: Your function returned a truth value
def lora_fault(layer, x):
    return torch.allclose(layer(x), layer.base(x))
