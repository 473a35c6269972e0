# expect: no name for its factor
def lora_fault(layer, x):
    layer = copy.deepcopy(layer)
    if not torch.allclose(layer(x), layer.base(x), atol=1e-6):
        return "changed"
    layer(x).square().sum().backward()
    if layer.base.weight.grad is not None:
        return "unfrozen"
    if not layer.A.grad.any() and not layer.B.grad.any():
        return "stuck"
    m = layer.base.weight + layer.alpha / len(layer.A) * layer.B @ layer.A
    return "fine" if torch.allclose(m, layer.merged()) else "merge"
