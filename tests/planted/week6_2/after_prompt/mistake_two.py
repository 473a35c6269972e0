# expect: Which number in your code belongs to the first example only
def after_prompt(run, prompt, vectors):
    first = prompt.expand(len(vectors), -1, -1)
    logits = run(torch.cat([first, vectors], dim=1))
    return logits[:, 2:] if len(prompt) < 5 else logits[:, 2:4]
