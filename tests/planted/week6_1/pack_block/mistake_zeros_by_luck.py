# expect: argmin takes nan
def pack_block(block, levels):
    scale = block.abs().max().item()
    return (block[:, None] / scale - levels).abs().argmin(1), scale
