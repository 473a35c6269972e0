# expect: A layer whose B begins at 0.1
def lora_fault(layer, x):
    layer = copy.deepcopy(layer)
    layer(x).square().sum().backward()
    if layer.base.weight.grad is not None:
        return "unfrozen"
    if not layer.A.grad.any() and not layer.B.grad.any():
        return "stuck"
    torch.nn.init.ones_(layer.B)
    merged = x @ layer.merged().T + layer.base.bias
    return "fine" if torch.allclose(layer(x), merged, atol=1e-5) else "merge"
