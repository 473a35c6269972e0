# expect: but to a copy of the prompt
def after_prompt(run, prompt, vectors):
    first = nn.Parameter(prompt.clone()).expand(len(vectors), -1, -1)
    return run(torch.cat([first, vectors], dim=1))[:, len(prompt) :]
