# expect: You returned the levels themselves
def pack_block(block, levels):
    scale = block.abs().max().item()
    codes = (block[:, None] / scale - levels).abs().argmin(1)
    return levels[codes], scale
