def pack_block(block, levels):
    scale = block.abs().amax()
    borders = (levels[1:] + levels[:-1]) / 2
    return torch.bucketize(block / scale.clamp_min(1e-12), borders), scale
