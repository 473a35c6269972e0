# expect: evenly spaced levels
def pack_block(block, levels):
    scale = block.abs().max().item()
    u = block / scale if scale else block
    return ((u + 1) / 2 * (len(levels) - 1)).round().long(), scale
