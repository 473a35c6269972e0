def pack_block(block, levels):
    scale = max(abs(number) for number in block.tolist())
    codes = []
    for number in block.tolist():
        unit = number / scale if scale > 0 else 0.0
        distances = [abs(unit - level) for level in levels.tolist()]
        codes.append(distances.index(min(distances)))
    return torch.tensor(codes), scale
