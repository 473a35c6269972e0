# expect: With which number does unpacking multiply?
def pack_block(block, levels):
    scale = 1 / block.abs().max().item()
    units = block * scale
    return (units[:, None] - levels).abs().argmin(1), scale
