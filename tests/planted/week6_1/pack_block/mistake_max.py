# expect: the largest number; but -2 is larger in size
def pack_block(block, levels):
    scale = block.max().item()
    units = block / scale
    return (units[:, None] - levels).abs().argmin(1), scale
