def parameters(V, n, m, h, direct):
    x = (n - 1) * m
    layers = [nn.Embedding(V, m), nn.Linear(x, h), nn.Linear(h, V)]
    layers += [nn.Linear(x, V, bias=False)] * direct
    return sum(weight.numel() for layer in layers for weight in layer.parameters())
