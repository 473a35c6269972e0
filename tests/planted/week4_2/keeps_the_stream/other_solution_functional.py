def keeps_the_stream(block, x):
    weights = dict(block.named_parameters())
    names = [
        f"{part}.output.{k}" for part in ("attention", "feed_forward") for k in ("weight", "bias")
    ]
    zeros = {name: torch.zeros_like(weights[name]) for name in names}
    return torch.allclose(torch.func.functional_call(block, zeros, (x,)), x)
