# expect: Your scale is the standard deviation
def pack_block(block, levels):
    scale = block.std().item()
    units = block / scale
    return (units[:, None] - levels).abs().argmin(1), scale
