# expect: the mean of the prompt's
def after_prompt(run, prompt, vectors):
    first = prompt.mean(0).expand(len(vectors), 1, -1)
    return run(torch.cat([first, vectors], dim=1))[:, -vectors.shape[1] :]
