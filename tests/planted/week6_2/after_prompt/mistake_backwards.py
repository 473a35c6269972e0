# expect: its last vector comes first
def after_prompt(run, prompt, vectors):
    first = prompt.flip(0).expand(len(vectors), -1, -1)
    return run(torch.cat([first, vectors], dim=1))[:, len(prompt) :]
