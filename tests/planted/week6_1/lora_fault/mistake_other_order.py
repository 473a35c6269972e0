# expect: the first word counts
def lora_fault(layer, x):
    layer = copy.deepcopy(layer)
    layer(x).square().sum().backward()
    if layer.base.weight.grad is not None:
        return "unfrozen"
    if not torch.allclose(layer(x), layer.base(x), atol=1e-6):
        return "changed"
    if not layer.A.grad.any() and not layer.B.grad.any():
        return "stuck"
    torch.nn.init.ones_(layer.A)
    torch.nn.init.ones_(layer.B)
    m = x @ layer.merged().T + layer.base.bias
    return "fine" if torch.allclose(layer(x), m, atol=1e-5) else "merge"
