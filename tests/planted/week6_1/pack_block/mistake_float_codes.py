# expect: Your codes are torch.float32
def pack_block(block, levels):
    scale = block.abs().max().item()
    u = block / scale if scale else block
    return (u[:, None] - levels).abs().argmin(1).float(), scale
