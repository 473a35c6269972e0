def pack_block(block, levels):
    scale = block.abs().max()
    units = block / scale if scale > 0 else block
    return (units - levels[:, None]).square().argmin(0).to(torch.uint8), scale
