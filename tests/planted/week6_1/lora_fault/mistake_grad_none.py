# expect: what are the gradients of both
def lora_fault(layer, x):
    layer = copy.deepcopy(layer)
    if not torch.allclose(layer(x), layer.base(x), atol=1e-6):
        return "changed"
    layer(x).square().sum().backward()
    if layer.base.weight.grad is not None:
        return "unfrozen"
    if layer.A.grad is None and layer.B.grad is None:
        return "stuck"
    torch.nn.init.ones_(layer.B)
    m = x @ layer.merged().T + layer.base.bias
    return "fine" if torch.allclose(layer(x), m, atol=1e-5) else "merge"
