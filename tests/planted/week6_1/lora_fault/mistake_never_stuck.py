# expect: A layer whose A and B are both 0
def lora_fault(layer, x):
    layer = copy.deepcopy(layer)
    if not torch.allclose(layer(x), layer.base(x), atol=1e-6):
        return "changed"
    layer(x).square().sum().backward()
    if layer.base.weight.grad is not None:
        return "unfrozen"
    torch.nn.init.ones_(layer.B)
    merged = x @ layer.merged().T + layer.base.bias
    return "fine" if torch.allclose(layer(x), merged, atol=1e-5) else "merge"
