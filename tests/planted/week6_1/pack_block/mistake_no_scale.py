# expect: the block is not scaled
def pack_block(block, levels):
    scale, units = 1.0, block
    return (units[:, None] - levels).abs().argmin(1), scale
