# expect: the first two of them are the prompt's own
def after_prompt(run, prompt, vectors):
    first = prompt.expand(len(vectors), -1, -1)
    return run(torch.cat([first, vectors], dim=1))[:, : vectors.shape[1]]
