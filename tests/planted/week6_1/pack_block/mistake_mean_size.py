# expect: The largest size in the block is 2
def pack_block(block, levels):
    scale = block.abs().mean().item()
    units = block / scale
    return (units[:, None] - levels).abs().argmin(1), scale
