# expect: Which entry of a row is the smallest in size?
def pack_block(block, levels):
    scale = block.abs().max().item()
    return (block[:, None] / scale - levels).argmin(1), scale
