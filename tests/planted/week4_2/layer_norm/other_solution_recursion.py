def layer_norm(x, gain, shift, epsilon=1e-5):
    if x.dim() > 1:
        return torch.stack([layer_norm(row, gain, shift, epsilon) for row in x])
    centered = x - x.mean()
    return centered * torch.rsqrt(centered.square().mean() + epsilon) * gain + shift
