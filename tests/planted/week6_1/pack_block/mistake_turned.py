# expect: your first value is a number
def pack_block(block, levels):
    scale = block.abs().max().item()
    u = block / scale if scale else block
    return scale, (u[:, None] - levels).abs().argmin(1)
