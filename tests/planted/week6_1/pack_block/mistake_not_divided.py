# expect: it was not divided by the scale
def pack_block(block, levels):
    scale, units = block.abs().max().item(), block
    return (units[:, None] - levels).abs().argmin(1), scale
