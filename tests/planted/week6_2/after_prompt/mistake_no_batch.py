# expect: can't be joined as they are
def after_prompt(run, prompt, vectors):
    return run(torch.cat([prompt, vectors], dim=1))[:, -vectors.shape[1] :]
