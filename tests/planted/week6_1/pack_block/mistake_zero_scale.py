# expect: its scale is 0
def pack_block(block, levels):
    scale = block.abs().max()
    units = block / scale
    codes = torch.bucketize(units, (levels[1:] + levels[:-1]) / 2)
    return codes, scale / (scale > 0)
