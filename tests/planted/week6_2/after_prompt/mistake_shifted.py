# expect: all is shifted by one
def after_prompt(run, prompt, vectors):
    first = prompt.expand(len(vectors), -1, -1)
    return run(torch.cat([first, vectors], dim=1))[:, len(prompt) - 1 : -1]
