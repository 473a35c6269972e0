# expect: the sign has stayed
def pack_block(block, levels):
    scale = block[block.abs().argmax()].item()
    units = block / scale
    return (units[:, None] - levels).abs().argmin(1), scale
