# expect: While B A is 0 every merge is right
def lora_fault(layer, x):
    layer = copy.deepcopy(layer)
    if not torch.allclose(layer(x), layer.base(x), atol=1e-6):
        return "changed"
    layer(x).square().sum().backward()
    if layer.base.weight.grad is not None:
        return "unfrozen"
    if not layer.A.grad.any() and not layer.B.grad.any():
        return "stuck"
    merged = x @ layer.merged().T + layer.base.bias
    return "fine" if torch.allclose(layer(x), merged, atol=1e-5) else "merge"
