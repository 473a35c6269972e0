# expect: the signs were lost
def pack_block(block, levels):
    scale = block.abs().max().item()
    u = block.abs() / scale if scale else block
    return (u[:, None] - levels).abs().argmin(1), scale
