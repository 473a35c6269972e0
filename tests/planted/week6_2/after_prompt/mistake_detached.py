# expect: no gradient gets from them to the prompt
def after_prompt(run, prompt, vectors):
    first = prompt.detach().expand(len(vectors), -1, -1)
    return run(torch.cat([first, vectors], dim=1))[:, len(prompt) :]
