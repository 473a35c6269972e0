# expect: got the level below it
def pack_block(block, levels):
    scale = block.abs().max().item()
    return torch.searchsorted(levels, block / scale, right=True) - 1, scale
