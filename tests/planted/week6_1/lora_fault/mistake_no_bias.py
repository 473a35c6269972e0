# expect: this sound layer fail, and by how much
def lora_fault(layer, x):
    layer = copy.deepcopy(layer)
    if not torch.allclose(layer(x), layer.base(x), atol=1e-6):
        return "changed"
    layer(x).square().sum().backward()
    if layer.base.weight.grad is not None:
        return "unfrozen"
    if not layer.A.grad.any() and not layer.B.grad.any():
        return "stuck"
    torch.nn.init.ones_(layer.B)
    merged = x @ layer.merged().T
    return "fine" if torch.allclose(layer(x), merged, atol=1e-5) else "merge"
