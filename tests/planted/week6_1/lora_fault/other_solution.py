def lora_fault(layer, x):
    base, plain = layer.base, layer.base(x).detach()
    if not torch.allclose(layer(x), plain, atol=1e-6):
        return "changed"
    learning = [w for w in layer.parameters() if w.requires_grad]
    if any(w is v for w in learning for v in base.parameters()):
        return "unfrozen"
    gradients = torch.autograd.grad(layer(x).square().sum(), (layer.A, layer.B))
    if all(not g.any() for g in gradients):
        return "stuck"
    before = [layer.A.detach().clone(), layer.B.detach().clone()]
    with torch.no_grad():
        for factor in (layer.A, layer.B):
            factor.copy_(torch.arange(factor.numel()).reshape(factor.shape) / 10)
        same = torch.allclose(layer(x), x @ layer.merged().T + base.bias, atol=1e-5)
        layer.A.copy_(before[0])
        layer.B.copy_(before[1])
    return "fine" if same else "merge"
