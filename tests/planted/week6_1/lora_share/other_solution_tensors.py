def lora_share(layers, rank):
    sizes = torch.tensor(layers, dtype=torch.float64)
    return (rank * sizes.sum() / sizes.prod(1).sum()).item()
