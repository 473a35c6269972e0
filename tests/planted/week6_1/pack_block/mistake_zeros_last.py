# expect: A block of zeros must come back as zeros
def pack_block(block, levels):
    scale = block.abs().max()
    codes = torch.bucketize(block / scale, (levels[1:] + levels[:-1]) / 2)
    return codes, scale if scale > 0 else torch.tensor(1.0)
