# expect: six places, for P + T = 6
def after_prompt(run, prompt, vectors):
    first = prompt.expand(len(vectors), -1, -1)
    return run(torch.cat([first, vectors], dim=1))
