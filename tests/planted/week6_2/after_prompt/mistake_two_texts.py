# expect: Your code stopped with RuntimeError
def after_prompt(run, prompt, vectors):
    x = torch.cat([prompt.expand(2, -1, -1), vectors], dim=1)
    return run(x)[:, len(prompt) :]
