# expect: Each code is too large by 1
def pack_block(block, levels):
    scale = block.abs().max().item()
    u = block / scale if scale else block
    return (u[:, None] - levels).abs().argmin(1) + 1, scale
