# expect: your first value is a list
def pack_block(block, levels):
    scale = block.abs().max().item()
    return [
        min(range(len(levels)), key=lambda i: abs(levels[i] - (b / scale if scale else b)))
        for b in block.tolist()
    ], scale
