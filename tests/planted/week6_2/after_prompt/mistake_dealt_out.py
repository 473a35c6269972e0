# expect: The prompt was dealt out
def after_prompt(run, prompt, vectors):
    B, T, C = vectors.shape
    x = torch.cat([prompt.view(B, -1, C), vectors], dim=1)
    return run(x)[:, -T:]
