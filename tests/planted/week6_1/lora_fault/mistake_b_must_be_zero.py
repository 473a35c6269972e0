# expect: A sound layer with A = 0 and B drawn: that is 'fine'
def lora_fault(layer, x):
    layer = copy.deepcopy(layer)
    if layer.B.any():
        return "changed"
    layer(x).square().sum().backward()
    if layer.base.weight.grad is not None:
        return "unfrozen"
    if not layer.A.grad.any() and not layer.B.grad.any():
        return "stuck"
    torch.nn.init.ones_(layer.B)
    merged = x @ layer.merged().T + layer.base.bias
    return "fine" if torch.allclose(layer(x), merged, atol=1e-5) else "merge"
