# expect: over which axis was the smallest sought
def pack_block(block, levels):
    scale = block.abs().max().item()
    u = block / scale if scale else block
    return (u[:, None] - levels).abs().argmin(0), scale
