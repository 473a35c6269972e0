# expect: Which of your tests does this sound layer fail
def lora_fault(layer, x):
    layer = copy.deepcopy(layer)
    if not torch.allclose(layer(x), layer.base(x), atol=1e-6):
        return "changed"
    layer(x).square().sum().backward()
    if layer.base.weight.grad is not None:
        return "unfrozen"
    if not layer.A.grad.any():
        return "stuck"
    torch.nn.init.ones_(layer.B)
    merged = x @ layer.merged().T + layer.base.bias
    return "fine" if torch.allclose(layer(x), merged, atol=1e-5) else "merge"
