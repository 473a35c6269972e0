def keeps_the_stream(block, x):
    writers = [block.attention.output, block.feed_forward.output]
    hooks = [w.register_forward_hook(lambda m, i, o: torch.zeros_like(o)) for w in writers]
    try:
        y = block(x)
    finally:
        for hook in hooks:
            hook.remove()
    return bool((y - x).abs().max() < 1e-6)
