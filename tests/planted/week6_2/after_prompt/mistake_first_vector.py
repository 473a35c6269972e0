# expect: Only the first vector of the prompt
def after_prompt(run, prompt, vectors):
    first = prompt[0].expand(len(vectors), 1, -1)
    return run(torch.cat([first, vectors], dim=1))[:, 1:]
