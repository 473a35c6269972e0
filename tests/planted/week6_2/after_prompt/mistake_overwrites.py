# expect: has taken the place of the first tokens
def after_prompt(run, prompt, vectors):
    first = prompt.expand(len(vectors), -1, -1)
    return run(torch.cat([first, vectors[:, len(prompt) :]], dim=1))
