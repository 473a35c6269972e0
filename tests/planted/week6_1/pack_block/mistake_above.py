# expect: got the level above it
def pack_block(block, levels):
    scale = block.abs().max().item()
    return torch.searchsorted(levels, block / scale), scale
