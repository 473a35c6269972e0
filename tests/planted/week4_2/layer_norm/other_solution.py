def layer_norm(x, gain, shift, epsilon=1e-5):
    centered = x - x.mean(dim=-1, keepdim=True)
    size = (centered * centered).mean(dim=-1, keepdim=True)
    return centered * torch.rsqrt(size + epsilon) * gain + shift
