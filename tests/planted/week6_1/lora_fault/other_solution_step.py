def lora_fault(layer, x):
    layer = copy.deepcopy(layer)
    if not torch.allclose(layer(x), layer.base(x), atol=1e-6):
        return "changed"
    if any(weights.requires_grad for weights in layer.base.parameters()):
        return "unfrozen"
    was = [layer.A.detach().clone(), layer.B.detach().clone()]
    optimizer = torch.optim.SGD(layer.parameters(), 0.1)
    layer(x).square().sum().backward()
    optimizer.step()
    if torch.equal(was[0], layer.A) and torch.equal(was[1], layer.B):
        return "stuck"
    nn.init.normal_(layer.B)
    merged = torch.nn.functional.linear(x, layer.merged(), layer.base.bias)
    return "fine" if torch.allclose(layer(x), merged, atol=1e-5) else "merge"
